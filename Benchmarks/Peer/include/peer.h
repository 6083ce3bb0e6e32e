// The bit-serial C peer of the benchmark: fixed workloads, run slot by slot from the wire.
//
// Written from the protocol reference alone. It shares no code and no tables with the Swift engines; what the two
// have in common is the levels they put on the line.
#ifndef SDW_PEER_H
#define SDW_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where device 1 has its memory unless the workload says otherwise.
#define SDW_MEMORY_ADDRESS 0x44000000u
#define SDW_MEMORY_BYTES 0x100000u

typedef enum {
  // One block per frame over Data Port 0 (section 11); DP0 is programmed and enabled throughout.
  SDW_PATH_BRA,
  // One command per frame (section 3); paging writes at the start and at each 32 KiB border from 0x8000 on.
  SDW_PATH_COLUMN0,
} sdw_path;

typedef enum { SDW_OPERATION_READ, SDW_OPERATION_WRITE } sdw_operation;

// One transfer between the Manager and device 1. All Peripherals start attached and enumerated as 1 and up.
typedef struct {
  uint32_t rows, columns;  // One of the 184 shapes of section 2.
  uint32_t peripherals;    // 1 to 11.
  sdw_path path;
  sdw_operation operation;
  uint32_t address;      // Of the first byte.
  size_t bytes;          // At least 1.
  const uint8_t *data;   // A write's bytes; NULL: byte i is i & 0xFF.
  uint8_t *readback;     // Receives a read's bytes; may be NULL.
  uint32_t memory_address;  // Of device 1. With memory_bytes 0: SDW_MEMORY_ADDRESS and SDW_MEMORY_BYTES.
  uint32_t memory_bytes;
  const uint8_t *prefill;  // What the memory holds before, from its first byte on; NULL: zeros.
  size_t prefill_bytes;    // At most the memory's size.
  bool hash_levels;        // Costs nothing when off.
} sdw_workload;

typedef struct {
  uint64_t slots, frames;
  // FNV-1a over the levels: each frame's levels packed into bytes in time order, most significant bit first, the
  // last byte of each frame filled up with zeros. 0 unless asked for.
  uint64_t level_hash;
  uint32_t level;     // After the last slot.
  uint64_t errors;    // Commands and blocks that did not end well.
  uint64_t bytes_ok;  // Bytes in commands and blocks that did.
  uint8_t *memory;    // What device 1 holds now; sdw_result_free releases it.
  size_t memory_bytes;
} sdw_result;

// Runs a workload. False, and a cleared result, where it cannot be run: no such shape, no room for a block, a count or
// an address out of range, or no memory.
bool sdw_peer_run(const sdw_workload *workload, sdw_result *result);

// Releases what a result holds.
void sdw_result_free(sdw_result *result);

// Data bytes in a block of this shape, DP0 having all columns but the first; 0 where there is no room (section 11.7).
uint32_t sdw_bytes_per_block(uint32_t rows, uint32_t columns);

// The -O level this library was built with: 0, 1, 2 or 3; -1 where it was optimised for size.
int sdw_peer_optimisation(void);

#endif

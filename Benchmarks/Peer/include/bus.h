// The same bus frame by frame: what the tests drive.
#ifndef SDW_BUS_H
#define SDW_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SDW_MAX_PERIPHERALS 11u

// Data Port 0 (section 9): one channel, block per port.
typedef struct {
  bool enabled;
  uint32_t hstart, hstop, sample_interval, word_length, block_offset;
} sdw_port;

typedef struct {
  uint32_t number;  // 0 to 11; 0 is not yet enumerated.
  uint64_t device_id;  // 48 bits, DevID_0 first.
  uint32_t memory_address, memory_bytes;
} sdw_device;

typedef struct {
  uint32_t rows, columns;
  uint32_t level;         // Before slot 0.
  uint32_t highs;         // HIGH levels since the last parity window.
  uint32_t dynamic_sync;  // Of the first frame.
  const sdw_device *devices;
  uint32_t device_count;
} sdw_bus_setup;

typedef enum { SDW_COMMAND_PING = 0, SDW_COMMAND_READ = 2, SDW_COMMAND_WRITE = 3 } sdw_opcode;

// What the Manager sends in one frame.
typedef struct {
  sdw_opcode opcode;
  bool ssp;  // In a Ping.
  uint32_t device, reg, value;
  // The block of Data Port 0; none while `block` is false or the Manager's port is not enabled.
  bool block, block_write;
  uint32_t block_device, block_address, block_bytes;
  const uint8_t *block_out;
  uint8_t *block_in;
} sdw_frame;

// What the Manager knows at the end of the frame.
typedef struct {
  uint64_t control_word;  // 48 bits as sampled.
  bool block_done;        // The footer has been received.
  bool data_crc_good;     // Of a read.
  bool clash;             // A bit the Manager sent in the block read back differently.
  uint32_t header_response, footer_response;
  uint32_t slots;
  const uint8_t *levels;  // Packed, most significant bit first; NULL unless recorded. Valid until the next frame.
} sdw_report;

typedef struct sdw_bus sdw_bus;

// All devices attached, registers at reset. NULL where the set-up is not possible.
sdw_bus *sdw_bus_create(const sdw_bus_setup *setup);
void sdw_bus_destroy(sdw_bus *bus);

// Programs the Manager's DP0, from the next frame on. With `everywhere` also that of all Peripherals, in their current
// bank and without the commands for it. False for a geometry that does not fit into the registers.
bool sdw_bus_program_port(sdw_bus *bus, const sdw_port *port, bool everywhere);

// Clocks one frame.
sdw_report sdw_bus_frame(sdw_bus *bus, const sdw_frame *frame, bool record_levels);

// The memory of a Peripheral, by its position in the set-up.
uint8_t *sdw_bus_memory(sdw_bus *bus, uint32_t index);

// The level after the last slot, and the HIGH levels since the last parity window as the Manager counts them.
uint32_t sdw_bus_level(const sdw_bus *bus);
uint32_t sdw_bus_highs(const sdw_bus *bus);

#endif

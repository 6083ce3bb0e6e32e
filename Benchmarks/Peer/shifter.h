// The serial ends of a device: the control word in Column 0, and the block on Data Port 0 with its CRC.
//
// Both drive a bit that was decided before the slot, and sample the line after it. Registers shift to the left, and the
// line is handed to them in bit 63, where their next bit to send is: only that bit of `line` and of `clash` counts.
#ifndef SDW_SHIFTER_H
#define SDW_SHIFTER_H

#include <stdbool.h>
#include <stdint.h>

#include "inline.h"

// After these rows a device has something to decide: the opcode is complete, the address, the parity window, PAR,
// and the merged response.
#define SDW_ROW_OPCODE 3u
#define SDW_ROW_ADDRESS 23u
#define SDW_ROW_PHY 32u
#define SDW_ROW_DATA 33u
#define SDW_ROW_WINDOW 44u
#define SDW_ROW_PAR 45u
#define SDW_ROW_ACK 47u
#define SDW_DECISION_ROWS                                                                                        \
  (1ull << SDW_ROW_OPCODE | 1ull << SDW_ROW_ADDRESS | 1ull << SDW_ROW_WINDOW | 1ull << SDW_ROW_PAR |             \
   1ull << SDW_ROW_ACK)

typedef struct {
  uint64_t out;  // What this device sends, the next row in bit 63; 0 releases the line.
  uint64_t own;  // Rows it has to itself: a bit that reads back differently is a clash (section 1.6).
  uint64_t in;   // Rows sampled, the last in bit 0.
  uint64_t clash;  // Bit 63: such a bit did.
  uint32_t row;    // The next one.
} sdw_control;

// Clocks a control slot; true where a decision is due.
SDW_INLINE bool sdw_control_clock(sdw_control *control, uint64_t line) {
  control->clash |= control->own & (control->out ^ line);
  control->in = control->in << 1 | line >> 63;
  control->out <<= 1;
  control->own <<= 1;
  return SDW_DECISION_ROWS >> control->row++ & 1;
}

// A field that begins at `row`, in its place in `out`.
static inline uint64_t sdw_control_field(const sdw_control *control, uint32_t row, uint32_t width, uint64_t value) {
  return value << (64 - width - (row - control->row));
}

static inline bool sdw_control_clashed(const sdw_control *control) {
  return control->clash >> 63;
}

// Section 11.2, in the upper byte of the register.
#define SDW_CRC_INITIAL (0xFFull << 56)
#define SDW_CRC_POLYNOMIAL (0x4Dull << 56)

typedef struct {
  uint64_t out;    // What this device sends, the next bit in bit 63; 0 releases the line.
  uint64_t own;    // All ones while it is the only sender.
  uint64_t in;     // Bits sampled, the last in bit 0.
  uint64_t clash;  // Bit 63: a bit sent as the only sender read back differently.
  uint64_t crc;    // In bits 63 to 56.
  uint32_t left;   // Bits until the run ends.
} sdw_shifter;

// Clocks a payload slot; true where the run has ended.
SDW_INLINE bool sdw_shifter_clock(sdw_shifter *shifter, uint64_t line) {
  shifter->clash |= shifter->own & (shifter->out ^ line);
  shifter->in = shifter->in << 1 | line >> 63;
  shifter->out <<= 1;
  const uint64_t feedback = (shifter->crc ^ line) >> 63;
  shifter->crc = shifter->crc << 1 ^ (SDW_CRC_POLYNOMIAL & -feedback);
  return --shifter->left == 0;
}

static inline void sdw_shifter_run(sdw_shifter *shifter, uint64_t value, uint32_t bits, uint64_t own) {
  shifter->out = value << (64 - bits);
  shifter->own = own;
  shifter->left = bits;
}

// Begins a run that this device sends as the only one.
static inline void sdw_shifter_send(sdw_shifter *shifter, uint64_t value, uint32_t bits) {
  sdw_shifter_run(shifter, value, bits, UINT64_MAX);
}

// Begins a response byte; others may answer in the same slots.
static inline void sdw_shifter_respond(sdw_shifter *shifter, uint32_t value) {
  sdw_shifter_run(shifter, value, 8, 0);
}

// Begins a run that others send.
static inline void sdw_shifter_listen(sdw_shifter *shifter, uint32_t bits) {
  sdw_shifter_run(shifter, 0, bits, 0);
}

// Lets the line go for the rest of the frame: no frame is long enough for the run to end.
static inline void sdw_shifter_release(sdw_shifter *shifter) {
  sdw_shifter_run(shifter, 0, 1, 0);
  shifter->left = UINT32_MAX;
}

static inline void sdw_shifter_restart_crc(sdw_shifter *shifter) {
  shifter->crc = SDW_CRC_INITIAL;
}

static inline bool sdw_shifter_clashed(const sdw_shifter *shifter) {
  return shifter->clash >> 63;
}

static inline uint32_t sdw_shifter_crc(const sdw_shifter *shifter) {
  return (uint32_t)(shifter->crc >> 56);
}

static inline uint32_t sdw_shifter_byte(const sdw_shifter *shifter) {
  return (uint32_t)shifter->in & 0xFFu;
}

#endif

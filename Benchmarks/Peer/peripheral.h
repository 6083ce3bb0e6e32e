// A Peripheral that starts attached: sync, commands, registers, and the Target of blocks.
//
// The search for sync of section 5.1 is not here: a Peripheral that lost sync stays silent.
#ifndef SDW_PERIPHERAL_H
#define SDW_PERIPHERAL_H

#include "bus.h"
#include "registers.h"
#include "shape.h"
#include "shifter.h"
#include "slotmap.h"
#include "sync.h"

// Figure 29, from Attached on.
typedef enum {
  SDW_UNATTACHED,
  SDW_ATTACHED_OK,
  SDW_ATTACHED_ERROR_1,
  SDW_ATTACHED_OLD_ERROR,
} sdw_attachment;

// BRAT_SM (section 11.3).
typedef enum {
  SDW_TARGET_IDLE,
  SDW_TARGET_HEADER_TYPE,
  SDW_TARGET_HEADER,
  SDW_TARGET_RESPOND,        // Anything but the next one.
  SDW_TARGET_RESPOND_READY,
  SDW_TARGET_WRITE,
  SDW_TARGET_CHECK_WRITE_CRC,
  SDW_TARGET_READ,
  SDW_TARGET_SEND_READ_CRC,
  SDW_TARGET_FOOTER,
} sdw_target_state;

typedef struct {
  sdw_control control;
  sdw_shifter shifter;
  uint32_t highs;      // HIGH levels since the last parity window.
  uint32_t parity;     // Of the last window.
  uint64_t sync_care;  // The rows that are sync, and what they must be; the next row in bit 63.
  uint64_t sync_bits;
  sdw_attachment attachment;

  sdw_target_state target;
  bool block_write, block_bad;
  uint32_t block_left, block_address;

  bool command_accepted;  // Addressed, implemented, and allowed.
  uint32_t command_address;

  sdw_shape shape;
  uint32_t dynamic_sync;
  sdw_registers registers;
  uint8_t *memory;
  uint32_t memory_address, memory_bytes;
  sdw_slotmap map;
} sdw_peripheral;

// The memory stays the caller's.
void sdw_peripheral_reset(
    sdw_peripheral *peripheral, const sdw_bus_setup *setup, const sdw_device *device, uint8_t *memory);

// Lays out the frame that is about to begin.
void sdw_peripheral_begin(sdw_peripheral *peripheral);

// Ends a frame, as this device counts: the command takes effect, sync moves on, and the next frame begins.
void sdw_peripheral_next_frame(sdw_peripheral *peripheral);

void sdw_peripheral_decide(sdw_peripheral *peripheral);
void sdw_peripheral_run_ended(sdw_peripheral *peripheral);
void sdw_peripheral_sync_error(sdw_peripheral *peripheral);

// The bit it drives in the slot that is about to be clocked, in bit 63.
SDW_INLINE uint64_t sdw_peripheral_drive(const sdw_peripheral *peripheral) {
  const uint32_t role = sdw_slotmap_role(&peripheral->map);
  uint64_t drive = 0;
  if (role & SDW_SLOT_PAYLOAD) drive = peripheral->shifter.out;
  if (role & SDW_SLOT_CONTROL) drive |= peripheral->control.out;
  return drive;
}

// Samples the line at the end of the slot, in bit 63.
SDW_INLINE void sdw_peripheral_sample(sdw_peripheral *peripheral, uint64_t line, uint32_t level) {
  const uint32_t role = sdw_slotmap_role(&peripheral->map);
  peripheral->highs += level;
  if (role & SDW_SLOT_PAYLOAD) {
    if (sdw_shifter_clock(&peripheral->shifter, line)) sdw_peripheral_run_ended(peripheral);
  }
  if (role & SDW_SLOT_CONTROL) {
    const uint64_t wrong = peripheral->sync_care & (peripheral->sync_bits ^ line);
    peripheral->sync_care <<= 1;
    peripheral->sync_bits <<= 1;
    const bool decision = sdw_control_clock(&peripheral->control, line);
    if (wrong >> 63) sdw_peripheral_sync_error(peripheral);
    if (decision) sdw_peripheral_decide(peripheral);
  }
  if (sdw_slotmap_advance(&peripheral->map)) sdw_peripheral_next_frame(peripheral);
}

#endif

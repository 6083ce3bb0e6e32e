// The Manager: command owner, source of sync, and Initiator of blocks.
#ifndef SDW_MANAGER_H
#define SDW_MANAGER_H

#include "bus.h"
#include "shape.h"
#include "shifter.h"
#include "slotmap.h"

// BRAIn_SM (section 11.4); a block without data goes straight to its CRC.
typedef enum {
  SDW_INITIATOR_IDLE,
  SDW_INITIATOR_HEADER,
  SDW_INITIATOR_HEADER_CRC,
  SDW_INITIATOR_HEADER_RESPONSE,
  SDW_INITIATOR_WRITE,
  SDW_INITIATOR_WRITE_CRC,
  SDW_INITIATOR_READ,
  SDW_INITIATOR_READ_CRC,
  SDW_INITIATOR_FOOTER,
} sdw_initiator_state;

typedef struct {
  sdw_control control;
  sdw_shifter shifter;
  uint32_t highs;  // HIGH levels since the last parity window.
  sdw_initiator_state initiator;
  uint32_t position;  // In the block's data.
  sdw_frame frame;
  sdw_report report;
  sdw_shape shape;
  sdw_port port;
  uint32_t dynamic_sync;
  sdw_slotmap map;
} sdw_manager;

void sdw_manager_reset(sdw_manager *manager, const sdw_bus_setup *setup);

// Begins a frame: what it will send in it is now settled, but for what depends on the line.
void sdw_manager_begin(sdw_manager *manager, const sdw_frame *frame);

// Ends a frame: shape, port and sync of the next one.
void sdw_manager_end(sdw_manager *manager);

void sdw_manager_decide(sdw_manager *manager);
void sdw_manager_run_ended(sdw_manager *manager);

// The bit it drives in the slot that is about to be clocked, in bit 63.
SDW_INLINE uint64_t sdw_manager_drive(const sdw_manager *manager) {
  const uint32_t role = sdw_slotmap_role(&manager->map);
  uint64_t drive = 0;
  if (role & SDW_SLOT_PAYLOAD) drive = manager->shifter.out;
  if (role & SDW_SLOT_CONTROL) drive |= manager->control.out;
  return drive;
}

// Samples the line at the end of the slot, in bit 63; true where that was the last of the frame.
SDW_INLINE bool sdw_manager_sample(sdw_manager *manager, uint64_t line, uint32_t level) {
  const uint32_t role = sdw_slotmap_role(&manager->map);
  manager->highs += level;
  if (role & SDW_SLOT_PAYLOAD) {
    if (sdw_shifter_clock(&manager->shifter, line)) sdw_manager_run_ended(manager);
  }
  if (role & SDW_SLOT_CONTROL) {
    if (sdw_control_clock(&manager->control, line)) sdw_manager_decide(manager);
  }
  return sdw_slotmap_advance(&manager->map);
}

#endif

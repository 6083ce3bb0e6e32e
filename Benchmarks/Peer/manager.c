#include "manager.h"

#include <string.h>

#include "sync.h"

void sdw_manager_reset(sdw_manager *manager, const sdw_bus_setup *setup) {
  memset(manager, 0, sizeof *manager);
  manager->shape = (sdw_shape){setup->rows, setup->columns};
  manager->dynamic_sync = setup->dynamic_sync;
  manager->highs = setup->highs;
}

// Rows the Manager drives alone, row 0 in bit 63: all fields of section 3 but PREQ, the statuses and BREQ of a Ping, the
// data of a Read, and the responses. PAR joins when it is known.
static uint64_t owned_rows(sdw_opcode opcode) {
  const uint64_t opcode_rows = 0x7ull << (63 - 3);
  const uint64_t ssp_and_brel = 1ull << (63 - 5) | 1ull << (63 - 7);
  const uint64_t address_rows = 0xFFFFFull << (63 - 23);
  const uint64_t data_rows = 0xFFull << (63 - 40);
  switch (opcode) {
    case SDW_COMMAND_PING: return opcode_rows | ssp_and_brel | SDW_SYNC_ROWS;
    case SDW_COMMAND_READ: return opcode_rows | address_rows | SDW_SYNC_ROWS;
    case SDW_COMMAND_WRITE: return opcode_rows | address_rows | data_rows | SDW_SYNC_ROWS;
  }
  return SDW_SYNC_ROWS;
}

static uint64_t control_bits(const sdw_frame *frame, uint32_t dynamic_sync) {
  uint64_t bits = (uint64_t)frame->opcode << (63 - 3) | sdw_sync_bits(dynamic_sync);
  if (frame->opcode == SDW_COMMAND_PING) return bits | (uint64_t)frame->ssp << (63 - 5);
  bits |= (uint64_t)(frame->device & 0xF) << (63 - 7) | (uint64_t)(frame->reg & 0xFFFF) << (63 - 23);
  if (frame->opcode == SDW_COMMAND_WRITE) bits |= (uint64_t)(frame->value & 0xFF) << (63 - 40);
  return bits;
}

// Header bytes 0 to 5 (Table 122).
static uint64_t header_bits(const sdw_frame *frame) {
  uint64_t type_and_target = 3u << 14 | (frame->block_device & 0xF) << 10 | (uint32_t)frame->block_write << 9;
  return (type_and_target | (frame->block_bytes & 0x1FF)) << 32 | frame->block_address;
}

void sdw_manager_begin(sdw_manager *manager, const sdw_frame *frame) {
  manager->frame = *frame;
  manager->report = (sdw_report){0};
  manager->control = (sdw_control){
      .out = control_bits(frame, manager->dynamic_sync), .own = owned_rows(frame->opcode)};
  sdw_slotmap_begin(&manager->map, manager->shape, &manager->port);
  manager->report.slots = manager->map.slots;
  sdw_shifter_restart_crc(&manager->shifter);
  manager->shifter.clash = 0;
  if (frame->block && manager->port.enabled) {
    manager->position = 0;
    manager->initiator = SDW_INITIATOR_HEADER;
    sdw_shifter_send(&manager->shifter, header_bits(frame), 48);
  } else {
    // An idle block: its type is 00, and then the line is released (open point A30).
    manager->initiator = SDW_INITIATOR_IDLE;
    sdw_shifter_release(&manager->shifter);
  }
}

void sdw_manager_decide(sdw_manager *manager) {
  sdw_control *control = &manager->control;
  switch (control->row - 1) {
    case SDW_ROW_WINDOW:
      control->out |= sdw_control_field(control, SDW_ROW_PAR, 1, manager->highs & 1u);
      control->own |= sdw_control_field(control, SDW_ROW_PAR, 1, 1);
      manager->highs = 0;
      break;
    case SDW_ROW_PAR:
      // A clash in command slots: Command_Failed (open point A7).
      if (sdw_control_clashed(control)) control->out |= sdw_control_field(control, SDW_ROW_PAR + 1, 2, 2);
      break;
    case SDW_ROW_ACK:
      manager->report.control_word = control->in;
      break;
  }
}

static void next_data_run(sdw_manager *manager) {
  sdw_shifter *shifter = &manager->shifter;
  const bool more = manager->position < manager->frame.block_bytes;
  if (manager->frame.block_write) {
    manager->initiator = more ? SDW_INITIATOR_WRITE : SDW_INITIATOR_WRITE_CRC;
    sdw_shifter_send(
        shifter, more ? manager->frame.block_out[manager->position++] : sdw_shifter_crc(shifter), 8);
  } else {
    manager->initiator = more ? SDW_INITIATOR_READ : SDW_INITIATOR_READ_CRC;
    sdw_shifter_listen(shifter, 8);
  }
}

void sdw_manager_run_ended(sdw_manager *manager) {
  sdw_shifter *shifter = &manager->shifter;
  switch (manager->initiator) {
    case SDW_INITIATOR_IDLE:
      sdw_shifter_release(shifter);
      break;
    case SDW_INITIATOR_HEADER:
      manager->initiator = SDW_INITIATOR_HEADER_CRC;
      sdw_shifter_send(shifter, sdw_shifter_crc(shifter), 8);
      break;
    case SDW_INITIATOR_HEADER_CRC:
      manager->initiator = SDW_INITIATOR_HEADER_RESPONSE;
      sdw_shifter_listen(shifter, 8);
      break;
    case SDW_INITIATOR_HEADER_RESPONSE:
      manager->report.header_response = sdw_shifter_byte(shifter);
      // Only a block that was accepted goes on: ACK, no NAK, and no NotReady.
      if ((manager->report.header_response & 0x38u) == 0x08u) {
        sdw_shifter_restart_crc(shifter);
        next_data_run(manager);
      } else {
        manager->initiator = SDW_INITIATOR_IDLE;
        sdw_shifter_release(shifter);
      }
      break;
    case SDW_INITIATOR_READ:
      manager->frame.block_in[manager->position++] = (uint8_t)sdw_shifter_byte(shifter);
      next_data_run(manager);
      break;
    case SDW_INITIATOR_WRITE:
      next_data_run(manager);
      break;
    case SDW_INITIATOR_READ_CRC:
      manager->report.data_crc_good = sdw_shifter_crc(shifter) == 0;
      manager->initiator = SDW_INITIATOR_FOOTER;
      sdw_shifter_listen(shifter, 8);
      break;
    case SDW_INITIATOR_WRITE_CRC:
      manager->initiator = SDW_INITIATOR_FOOTER;
      sdw_shifter_listen(shifter, 8);
      break;
    case SDW_INITIATOR_FOOTER:
      manager->report.footer_response = sdw_shifter_byte(shifter);
      manager->report.block_done = true;
      manager->initiator = SDW_INITIATOR_IDLE;
      sdw_shifter_release(shifter);
      break;
  }
}

void sdw_manager_end(sdw_manager *manager) {
  const sdw_frame *frame = &manager->frame;
  const uint32_t response = manager->control.in & 3u;
  bool ssp = false;
  manager->report.clash = sdw_shifter_clashed(&manager->shifter);
  if (frame->opcode == SDW_COMMAND_PING) {
    ssp = frame->ssp && response < 2;
  } else if (frame->opcode == SDW_COMMAND_WRITE && response == 1 && (frame->reg == 0x60 || frame->reg == 0x70)) {
    // Its own bank switch: the next frame has the new shape (section 7.1).
    sdw_shape_decode((uint8_t)frame->value, &manager->shape);
    ssp = true;
  }
  sdw_slotmap_end(&manager->map, ssp);
  manager->dynamic_sync = sdw_sync_next(manager->dynamic_sync);
}

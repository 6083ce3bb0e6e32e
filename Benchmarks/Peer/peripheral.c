#include "peripheral.h"

#include <string.h>

void sdw_peripheral_reset(
    sdw_peripheral *peripheral, const sdw_bus_setup *setup, const sdw_device *device, uint8_t *memory) {
  memset(peripheral, 0, sizeof *peripheral);
  peripheral->attachment = SDW_ATTACHED_OK;
  peripheral->shape = (sdw_shape){setup->rows, setup->columns};
  peripheral->dynamic_sync = setup->dynamic_sync;
  peripheral->highs = setup->highs;
  peripheral->memory = memory;
  peripheral->memory_address = device->memory_address;
  peripheral->memory_bytes = device->memory_bytes;
  uint8_t *value = peripheral->registers.value;
  value[SDW_SCP_DEV_NUMBER] = (uint8_t)device->number;
  for (unsigned i = 0; i < 6; i++) value[SDW_SCP_DEV_ID_0 + i] = (uint8_t)(device->device_id >> (40 - 8 * i));
  sdw_peripheral_begin(peripheral);
}

void sdw_peripheral_begin(sdw_peripheral *peripheral) {
  sdw_port port = sdw_registers_port(&peripheral->registers);
  sdw_slotmap_begin(&peripheral->map, peripheral->shape, &port);
  peripheral->control = (sdw_control){0};
  peripheral->command_accepted = false;
  peripheral->sync_care = SDW_SYNC_ROWS;
  peripheral->sync_bits = sdw_sync_bits(peripheral->dynamic_sync);
  sdw_shifter_restart_crc(&peripheral->shifter);
  peripheral->shifter.clash = 0;
  if (peripheral->attachment == SDW_UNATTACHED) {
    peripheral->target = SDW_TARGET_IDLE;
    sdw_shifter_release(&peripheral->shifter);
  } else {
    peripheral->target = SDW_TARGET_HEADER_TYPE;
    sdw_shifter_listen(&peripheral->shifter, 2);
  }
}

// MARK: Addresses

static bool is_selected(const sdw_peripheral *peripheral, uint32_t device) {
  const uint8_t number = peripheral->registers.value[SDW_SCP_DEV_NUMBER];
  if (device == 15) return true;
  if (device == 12 || device == 13) return (number >> 4) == device - 11;
  return device == (number & 0xFu);
}

// Paging (Table 78); this Peripheral implements the page registers.
static uint32_t paged_address(const sdw_peripheral *peripheral, uint32_t reg) {
  if (!(reg & 0x8000)) return reg;
  const uint8_t *value = peripheral->registers.value;
  return (uint32_t)value[SDW_SCP_ADDR_PAGE_1] << 23 | (uint32_t)value[SDW_SCP_ADDR_PAGE_2] << 15 | (reg & 0x7FFF);
}

static bool in_memory(const sdw_peripheral *peripheral, uint32_t address) {
  return address - peripheral->memory_address < peripheral->memory_bytes;
}

static bool can_read(const sdw_peripheral *peripheral, uint32_t address) {
  return in_memory(peripheral, address) || sdw_registers_readable(address);
}

static bool can_write(const sdw_peripheral *peripheral, uint32_t address) {
  return in_memory(peripheral, address) || sdw_registers_writable(address);
}

static uint8_t read_byte(const sdw_peripheral *peripheral, uint32_t address) {
  if (in_memory(peripheral, address)) return peripheral->memory[address - peripheral->memory_address];
  return sdw_registers_read(&peripheral->registers, address);
}

static void write_byte(sdw_peripheral *peripheral, uint32_t address, uint8_t value) {
  if (in_memory(peripheral, address)) {
    peripheral->memory[address - peripheral->memory_address] = value;
  } else {
    sdw_registers_write(&peripheral->registers, address, value);
  }
}

// MARK: Column 0

static void detach(sdw_peripheral *peripheral) {
  peripheral->attachment = SDW_UNATTACHED;
  peripheral->control.out = peripheral->control.own = 0;
  peripheral->target = SDW_TARGET_IDLE;
  sdw_shifter_release(&peripheral->shifter);
  peripheral->registers.value[SDW_SCP_DEV_NUMBER] &= 0xF0;
  peripheral->registers.value[SDW_DP0_CHANNEL_EN] = 0;
  peripheral->registers.value[SDW_DP0_CHANNEL_EN + 16] = 0;
}

void sdw_peripheral_sync_error(sdw_peripheral *peripheral) {
  if (peripheral->attachment == SDW_UNATTACHED) return;
  // One wrong bit is forgiven, unless it is the announcement of another PHY (open points A1 and A2).
  if (peripheral->attachment == SDW_ATTACHED_OK && peripheral->control.row - 1 != SDW_ROW_PHY) {
    peripheral->attachment = SDW_ATTACHED_ERROR_1;
  } else {
    detach(peripheral);
  }
}

// The first row of a device's status in a Ping (section 3).
static uint32_t status_row(uint32_t number) {
  return number >= 4 ? 30 - 2 * number : 39 - 2 * number;
}

static void opcode_arrived(sdw_peripheral *peripheral) {
  sdw_control *control = &peripheral->control;
  if ((control->in & 7) != SDW_COMMAND_PING) return;
  const uint32_t row = status_row(peripheral->registers.value[SDW_SCP_DEV_NUMBER] & 0xF);
  control->out |= sdw_control_field(control, row, 2, sdw_registers_alert(&peripheral->registers) ? 2 : 1);
  control->own |= sdw_control_field(control, row, 2, 3);
}

static void address_arrived(sdw_peripheral *peripheral) {
  sdw_control *control = &peripheral->control;
  const uint32_t opcode = control->in >> 20 & 7, device = control->in >> 16 & 0xF;
  if ((opcode != SDW_COMMAND_READ && opcode != SDW_COMMAND_WRITE) || !is_selected(peripheral, device)) return;
  const uint32_t address = paged_address(peripheral, control->in & 0xFFFF);
  peripheral->command_address = address;
  if (opcode == SDW_COMMAND_WRITE) {
    peripheral->command_accepted = can_write(peripheral, address);
  } else if (can_read(peripheral, address)) {
    peripheral->command_accepted = true;
    control->out |= sdw_control_field(control, SDW_ROW_DATA, 8, read_byte(peripheral, address));
    // Several may answer a read to a group, to all, or to number 0 (open point A6).
    if (device - 1 < SDW_MAX_PERIPHERALS) control->own |= sdw_control_field(control, SDW_ROW_DATA, 8, 0xFF);
  }
}

static void parity_arrived(sdw_peripheral *peripheral) {
  sdw_control *control = &peripheral->control;
  uint32_t response = peripheral->command_accepted ? 1 : 0;
  if ((control->in & 1) != peripheral->parity) {
    peripheral->registers.value[SDW_SCP_INT_STAT_1] |= SDW_INT_PARITY;
    response = 2;
  }
  if (sdw_control_clashed(control)) {
    peripheral->registers.value[SDW_SCP_INT_STAT_1] |= SDW_INT_BUS_CLASH;
    response = 2;
  }
  control->out |= sdw_control_field(control, SDW_ROW_PAR + 1, 2, response);
}

void sdw_peripheral_decide(sdw_peripheral *peripheral) {
  const uint32_t row = peripheral->control.row - 1;
  if (row == SDW_ROW_WINDOW) {
    peripheral->parity = peripheral->highs & 1u;
    peripheral->highs = 0;
  }
  if (peripheral->attachment == SDW_UNATTACHED) return;
  switch (row) {
    case SDW_ROW_OPCODE: opcode_arrived(peripheral); break;
    case SDW_ROW_ADDRESS: address_arrived(peripheral); break;
    case SDW_ROW_PAR: parity_arrived(peripheral); break;
  }
}

// MARK: Data Port 0

static void next_data_run(sdw_peripheral *peripheral) {
  sdw_shifter *shifter = &peripheral->shifter;
  const bool more = peripheral->block_left > 0;
  if (peripheral->block_write) {
    peripheral->target = more ? SDW_TARGET_WRITE : SDW_TARGET_CHECK_WRITE_CRC;
    sdw_shifter_listen(shifter, 8);
  } else if (more) {
    peripheral->target = SDW_TARGET_READ;
    const bool readable = can_read(peripheral, peripheral->block_address);
    if (!readable) peripheral->block_bad = true;
    sdw_shifter_send(shifter, readable ? read_byte(peripheral, peripheral->block_address) : 0, 8);
    peripheral->block_address++;
    peripheral->block_left--;
  } else {
    peripheral->target = SDW_TARGET_SEND_READ_CRC;
    sdw_shifter_send(shifter, sdw_shifter_crc(shifter), 8);
  }
}

// Header bytes 0 to 6 are complete but for the two type bits, which came before them.
static void header_arrived(sdw_peripheral *peripheral) {
  sdw_shifter *shifter = &peripheral->shifter;
  const uint64_t header = shifter->in >> 8;
  peripheral->target = SDW_TARGET_RESPOND;
  if (sdw_shifter_crc(shifter) != 0) {
    peripheral->registers.value[SDW_DP0_INT_STAT] |= SDW_DP0_INT_BRA_FAILURE;
    sdw_shifter_respond(shifter, 0x10);
  } else if (!is_selected(peripheral, header >> 42 & 0xF)) {
    sdw_shifter_respond(shifter, 0x00);
  } else {
    peripheral->target = SDW_TARGET_RESPOND_READY;
    peripheral->block_write = header >> 41 & 1;
    peripheral->block_left = header >> 32 & 0x1FF;
    peripheral->block_address = (uint32_t)header;
    peripheral->block_bad = false;
    sdw_shifter_respond(shifter, 0x08);
  }
}

// Registers that change the bus itself are not written by a block (open point A25).
static void store_block_byte(sdw_peripheral *peripheral, uint32_t address, uint8_t value) {
  const bool forbidden =
      address == SDW_SCP_DEV_NUMBER || address == SDW_SCP_FRAME_CTRL_0 || address == SDW_SCP_FRAME_CTRL_1;
  if (!forbidden && can_write(peripheral, address)) {
    write_byte(peripheral, address, value);
  } else {
    peripheral->block_bad = true;
  }
}

static void send_footer(sdw_peripheral *peripheral, bool crc_good) {
  const uint32_t footer = !crc_good ? 0x10 : peripheral->block_bad ? 0x28 : 0x08;
  if (footer != 0x08) peripheral->registers.value[SDW_DP0_INT_STAT] |= SDW_DP0_INT_BRA_FAILURE;
  peripheral->target = SDW_TARGET_FOOTER;
  sdw_shifter_respond(&peripheral->shifter, footer);
}

void sdw_peripheral_run_ended(sdw_peripheral *peripheral) {
  sdw_shifter *shifter = &peripheral->shifter;
  switch (peripheral->target) {
    case SDW_TARGET_HEADER_TYPE:
      if ((shifter->in & 3) == 3) {
        peripheral->target = SDW_TARGET_HEADER;
        sdw_shifter_listen(shifter, 54);
        break;
      }
      peripheral->target = SDW_TARGET_IDLE;
      sdw_shifter_release(shifter);
      break;
    case SDW_TARGET_HEADER:
      header_arrived(peripheral);
      break;
    case SDW_TARGET_RESPOND_READY:
      // The merged response: nobody may have refused.
      if (!(sdw_shifter_byte(shifter) & 0x10)) {
        sdw_shifter_restart_crc(shifter);
        next_data_run(peripheral);
        break;
      }
      peripheral->target = SDW_TARGET_IDLE;
      sdw_shifter_release(shifter);
      break;
    case SDW_TARGET_WRITE:
      store_block_byte(peripheral, peripheral->block_address++, (uint8_t)sdw_shifter_byte(shifter));
      peripheral->block_left--;
      next_data_run(peripheral);
      break;
    case SDW_TARGET_READ:
      next_data_run(peripheral);
      break;
    case SDW_TARGET_CHECK_WRITE_CRC:
      send_footer(peripheral, sdw_shifter_crc(shifter) == 0);
      break;
    case SDW_TARGET_SEND_READ_CRC:
      send_footer(peripheral, true);
      break;
    case SDW_TARGET_IDLE:
    case SDW_TARGET_RESPOND:
    case SDW_TARGET_FOOTER:
      peripheral->target = SDW_TARGET_IDLE;
      sdw_shifter_release(shifter);
      break;
  }
}

// MARK: End of frame

// A write nobody objected to takes effect; true where that is an SSP (section 7.2).
static bool commit_command(sdw_peripheral *peripheral) {
  const uint64_t word = peripheral->control.in;
  const uint32_t opcode = word >> 44 & 7, response = word & 3;
  if (opcode == SDW_COMMAND_PING) return (word >> 42 & 1) && response < 2;
  if (opcode != SDW_COMMAND_WRITE || !peripheral->command_accepted || response != 1) return false;
  const uint32_t address = peripheral->command_address;
  const uint8_t value = word >> 7 & 0xFF;
  write_byte(peripheral, address, value);
  if (address != SDW_SCP_FRAME_CTRL_0 && address != SDW_SCP_FRAME_CTRL_1) return false;
  sdw_registers_switch(&peripheral->registers, address == SDW_SCP_FRAME_CTRL_1);
  // A reserved shape code leaves the shape as it was (open point A20).
  sdw_shape_decode(value, &peripheral->shape);
  return true;
}

void sdw_peripheral_next_frame(sdw_peripheral *peripheral) {
  const bool attached = peripheral->attachment != SDW_UNATTACHED;
  // A block cut off by the end of the frame (open point A21).
  const bool cut = peripheral->target > SDW_TARGET_HEADER_TYPE && sdw_registers_port(&peripheral->registers).enabled;
  if (attached && cut) peripheral->registers.value[SDW_DP0_INT_STAT] |= SDW_DP0_INT_BRA_FAILURE;
  if (attached && sdw_shifter_clashed(&peripheral->shifter)) {
    peripheral->registers.value[SDW_SCP_INT_STAT_1] |= SDW_INT_BUS_CLASH;
  }
  sdw_slotmap_end(&peripheral->map, attached && commit_command(peripheral));
  peripheral->dynamic_sync = sdw_sync_next(peripheral->dynamic_sync);
  if (peripheral->attachment == SDW_ATTACHED_ERROR_1) {
    peripheral->attachment = SDW_ATTACHED_OLD_ERROR;
  } else if (peripheral->attachment == SDW_ATTACHED_OLD_ERROR) {
    peripheral->attachment = SDW_ATTACHED_OK;
  }
  sdw_peripheral_begin(peripheral);
}

#include "registers.h"

enum { READ = 1, WRITE = 2, BOTH = READ | WRITE };

static const uint8_t rights[256] = {
    [SDW_DP0_INT_STAT] = BOTH,
    [SDW_DP0_INT_MASK] = BOTH,
    [SDW_DP0_PORT_CTRL] = BOTH,
    [SDW_DP0_BLOCK_CTRL_1] = BOTH,
    [SDW_DP0_PREPARE_STATUS] = READ,
    [SDW_DP0_PREPARE_CTRL] = BOTH,
    [SDW_DP0_CHANNEL_EN] = BOTH,
    [SDW_DP0_SAMPLE_CTRL_1... SDW_DP0_H_CTRL] = BOTH,
    [SDW_DP0_CHANNEL_EN + 16] = BOTH,
    [SDW_DP0_SAMPLE_CTRL_1 + 16 ... SDW_DP0_H_CTRL + 16] = BOTH,
    [SDW_SCP_INT_STAT_1] = BOTH,
    [SDW_SCP_INT_MASK_1] = BOTH,
    [SDW_SCP_STAT] = READ,
    [SDW_SCP_DEV_NUMBER] = BOTH,
    [SDW_SCP_ADDR_PAGE_1] = BOTH,
    [SDW_SCP_ADDR_PAGE_2] = BOTH,
    [SDW_SCP_DEV_ID_0 ... SDW_SCP_DEV_ID_5] = READ,
    [SDW_SCP_FRAME_CTRL_0] = WRITE,
    [SDW_SCP_FRAME_CTRL_1] = WRITE,
};

bool sdw_registers_readable(uint32_t address) {
  return address < 256 && rights[address] & READ;
}

bool sdw_registers_writable(uint32_t address) {
  return address < 256 && rights[address] & WRITE;
}

static bool port_0_pending(const sdw_registers *registers) {
  return registers->value[SDW_DP0_INT_STAT] & registers->value[SDW_DP0_INT_MASK];
}

uint8_t sdw_registers_read(const sdw_registers *registers, uint32_t address) {
  switch (address) {
    case SDW_SCP_INT_STAT_1:
      return (uint8_t)(registers->value[address] | (port_0_pending(registers) ? SDW_INT_PORT_0 : 0));
    case SDW_SCP_STAT: return (uint8_t)(registers->bank << 6);
    case SDW_DP0_PREPARE_STATUS: return 0;
    case SDW_DP0_PREPARE_CTRL: return 1;  // Always prepared (section 8.5).
    default: return registers->value[address];
  }
}

void sdw_registers_write(sdw_registers *registers, uint32_t address, uint8_t value) {
  switch (address) {
    case SDW_DP0_INT_STAT:
    case SDW_SCP_INT_STAT_1:
      registers->value[address] &= (uint8_t)~value;
      break;
    case SDW_DP0_PREPARE_CTRL: break;
    case SDW_SCP_DEV_NUMBER:
      // Numbers 12 to 15 do not exist: only the group is taken (open point A9).
      if ((value & 0xF) >= 12) value = (uint8_t)((value & 0x30) | (registers->value[address] & 0xF));
      registers->value[address] = value & 0x3F;
      break;
    default: registers->value[address] = value;
  }
}

void sdw_registers_switch(sdw_registers *registers, uint32_t bank) {
  registers->bank = bank;
  registers->port_bank = bank ^ (registers->value[SDW_DP0_PORT_CTRL] >> 4 & 1u);
}

sdw_port sdw_registers_port(const sdw_registers *registers) {
  const uint8_t *banked = registers->value + 16 * registers->port_bank;
  return (sdw_port){
      .enabled = banked[SDW_DP0_CHANNEL_EN] & 1,
      .hstart = banked[SDW_DP0_H_CTRL] >> 4,
      .hstop = banked[SDW_DP0_H_CTRL] & 0xF,
      .sample_interval = (banked[SDW_DP0_SAMPLE_CTRL_2] << 8 | banked[SDW_DP0_SAMPLE_CTRL_1]) + 1u,
      .word_length = (registers->value[SDW_DP0_BLOCK_CTRL_1] & 0x3Fu) + 1,
      .block_offset = (uint32_t)banked[SDW_DP0_OFFSET_CTRL_2] << 8 | banked[SDW_DP0_OFFSET_CTRL_1],
  };
}

bool sdw_registers_program_port(sdw_registers *registers, const sdw_port *port) {
  if (port->hstart > 15 || port->hstop > 15 || port->sample_interval - 1 > 0xFFFF ||
      port->word_length - 1 > 63 || port->block_offset > 0xFFFF) {
    return false;
  }
  uint8_t *banked = registers->value + 16 * registers->port_bank;
  banked[SDW_DP0_CHANNEL_EN] = port->enabled;
  banked[SDW_DP0_SAMPLE_CTRL_1] = (uint8_t)(port->sample_interval - 1);
  banked[SDW_DP0_SAMPLE_CTRL_2] = (uint8_t)((port->sample_interval - 1) >> 8);
  banked[SDW_DP0_OFFSET_CTRL_1] = (uint8_t)port->block_offset;
  banked[SDW_DP0_OFFSET_CTRL_2] = (uint8_t)(port->block_offset >> 8);
  banked[SDW_DP0_H_CTRL] = (uint8_t)(port->hstart << 4 | port->hstop);
  registers->value[SDW_DP0_BLOCK_CTRL_1] = (uint8_t)(port->word_length - 1);
  return true;
}

bool sdw_registers_alert(const sdw_registers *registers) {
  // The cascade bit of Port 0 cannot be masked: its sources are.
  return port_0_pending(registers) ||
         registers->value[SDW_SCP_INT_STAT_1] & registers->value[SDW_SCP_INT_MASK_1];
}

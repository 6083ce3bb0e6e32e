// The registers of the control port and of Data Port 0 (sections 8.3 and 8.4), as far as this peer has them: no LaneCtrl,
// no clock scale, no SDCA, simplified channel preparation.
#ifndef SDW_REGISTERS_H
#define SDW_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "bus.h"

enum {
  SDW_DP0_INT_STAT = 0x00,
  SDW_DP0_INT_MASK = 0x01,
  SDW_DP0_PORT_CTRL = 0x02,
  SDW_DP0_BLOCK_CTRL_1 = 0x03,
  SDW_DP0_PREPARE_STATUS = 0x04,
  SDW_DP0_PREPARE_CTRL = 0x05,
  // Bank 0; bank 1 is 16 further on.
  SDW_DP0_CHANNEL_EN = 0x20,
  SDW_DP0_SAMPLE_CTRL_1 = 0x22,
  SDW_DP0_SAMPLE_CTRL_2 = 0x23,
  SDW_DP0_OFFSET_CTRL_1 = 0x24,
  SDW_DP0_OFFSET_CTRL_2 = 0x25,
  SDW_DP0_H_CTRL = 0x26,
  SDW_SCP_INT_STAT_1 = 0x40,
  SDW_SCP_INT_MASK_1 = 0x41,
  SDW_SCP_STAT = 0x44,
  SDW_SCP_DEV_NUMBER = 0x46,
  SDW_SCP_ADDR_PAGE_1 = 0x48,
  SDW_SCP_ADDR_PAGE_2 = 0x49,
  SDW_SCP_DEV_ID_0 = 0x50,
  SDW_SCP_DEV_ID_5 = 0x55,
  SDW_SCP_FRAME_CTRL_0 = 0x60,
  SDW_SCP_FRAME_CTRL_1 = 0x70,
};

#define SDW_INT_PARITY 0x01u
#define SDW_INT_BUS_CLASH 0x02u
#define SDW_INT_PORT_0 0x08u
#define SDW_DP0_INT_BRA_FAILURE 0x04u

typedef struct {
  uint8_t value[256];
  uint32_t bank;
  uint32_t port_bank;  // Of DP0, which NextInvertBank may turn round at a switch.
} sdw_registers;

bool sdw_registers_readable(uint32_t address);
bool sdw_registers_writable(uint32_t address);

// What a readable register reads as.
uint8_t sdw_registers_read(const sdw_registers *registers, uint32_t address);

// Writes a writable register; status bits are cleared by ones. FrameCtrl only keeps its value here.
void sdw_registers_write(sdw_registers *registers, uint32_t address, uint8_t value);

// Makes `bank` current, for DP0 as NextInvertBank says (section 7.1).
void sdw_registers_switch(sdw_registers *registers, uint32_t bank);

// DP0 as its current bank has it.
sdw_port sdw_registers_port(const sdw_registers *registers);

// Programs DP0 in its current bank; false for values the registers cannot hold.
bool sdw_registers_program_port(sdw_registers *registers, const sdw_port *port);

// True while an enabled interrupt is pending (section 13).
bool sdw_registers_alert(const sdw_registers *registers);

#endif

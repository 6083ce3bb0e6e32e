// The bus behind the opaque type of bus.h.
#ifndef SDW_BUS_STATE_H
#define SDW_BUS_STATE_H

#include "bus.h"
#include "manager.h"
#include "peripheral.h"

struct sdw_bus {
  uint32_t level;
  uint32_t count;
  sdw_manager manager;
  sdw_peripheral peripherals[SDW_MAX_PERIPHERALS];
  uint8_t levels[SDW_MAX_SLOTS / 8];
};

#endif

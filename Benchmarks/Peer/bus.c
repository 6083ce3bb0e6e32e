#include "bus.h"

#include <stdlib.h>

#include "bus_state.h"
#include "inline.h"

sdw_bus *sdw_bus_create(const sdw_bus_setup *setup) {
  const sdw_shape shape = {setup->rows, setup->columns};
  if (!sdw_shape_exists(shape) || setup->device_count == 0 || setup->device_count > SDW_MAX_PERIPHERALS ||
      setup->level > 1 || setup->dynamic_sync == 0 || setup->dynamic_sync > 0xF) {
    return NULL;
  }
  sdw_bus *bus = calloc(1, sizeof *bus);
  if (bus == NULL) return NULL;
  bus->level = setup->level;
  sdw_manager_reset(&bus->manager, setup);
  for (uint32_t i = 0; i < setup->device_count; i++) {
    const sdw_device *device = &setup->devices[i];
    uint8_t *memory = calloc((size_t)device->memory_bytes + 1, 1);
    if (memory == NULL || device->number > SDW_MAX_PERIPHERALS) {
      free(memory);
      sdw_bus_destroy(bus);
      return NULL;
    }
    sdw_peripheral_reset(&bus->peripherals[i], setup, device, memory);
    bus->count = i + 1;
  }
  return bus;
}

void sdw_bus_destroy(sdw_bus *bus) {
  if (bus == NULL) return;
  for (uint32_t i = 0; i < bus->count; i++) free(bus->peripherals[i].memory);
  free(bus);
}

bool sdw_bus_program_port(sdw_bus *bus, const sdw_port *port, bool everywhere) {
  sdw_registers scratch = {0};
  if (!sdw_registers_program_port(&scratch, port)) return false;
  bus->manager.port = *port;
  for (uint32_t i = 0; everywhere && i < bus->count; i++) {
    sdw_registers_program_port(&bus->peripherals[i].registers, port);
    sdw_peripheral_begin(&bus->peripherals[i]);
  }
  return true;
}

// The slots of one frame (section 14). The compiler makes one loop of each combination of its last two arguments.
SDW_INLINE void clock_slots(sdw_bus *bus, uint32_t count, bool record) {
  sdw_manager *const manager = &bus->manager;
  sdw_peripheral *const peripherals = bus->peripherals;
  uint8_t *levels = bus->levels;
  uint32_t packed = 1;
  uint32_t level = bus->level;
  bool last;
  do {
    // What everybody drives, from what it sampled before this slot: the line is their wired OR.
    uint64_t line = sdw_manager_drive(manager);
    for (uint32_t i = 0; i < count; i++) line |= sdw_peripheral_drive(&peripherals[i]);
    // Logical 1 is a transition.
    level ^= (uint32_t)(line >> 63);
    if (record) {
      packed = packed << 1 | level;
      if (packed & 0x100) {
        *levels++ = (uint8_t)packed;
        packed = 1;
      }
    }
    // The closing edge: everybody samples.
    last = sdw_manager_sample(manager, line, level);
    for (uint32_t i = 0; i < count; i++) sdw_peripheral_sample(&peripherals[i], line, level);
  } while (!last);
  if (record && packed != 1) {
    while (!(packed & 0x100)) packed <<= 1;
    *levels = (uint8_t)packed;
  }
  bus->level = level;
}

sdw_report sdw_bus_frame(sdw_bus *bus, const sdw_frame *frame, bool record_levels) {
  sdw_manager_begin(&bus->manager, frame);
  if (bus->count == 1) {
    if (record_levels) clock_slots(bus, 1, true);
    else clock_slots(bus, 1, false);
  } else {
    if (record_levels) clock_slots(bus, bus->count, true);
    else clock_slots(bus, bus->count, false);
  }
  sdw_manager_end(&bus->manager);
  sdw_report report = bus->manager.report;
  report.levels = record_levels ? bus->levels : NULL;
  return report;
}

uint8_t *sdw_bus_memory(sdw_bus *bus, uint32_t index) {
  return index < bus->count ? bus->peripherals[index].memory : NULL;
}

uint32_t sdw_bus_level(const sdw_bus *bus) {
  return bus->level;
}

uint32_t sdw_bus_highs(const sdw_bus *bus) {
  return bus->manager.highs;
}

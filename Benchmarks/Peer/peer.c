#include "peer.h"

#include <stdlib.h>
#include <string.h>

#include "bus.h"
#include "shape.h"

#define FNV_OFFSET 0xCBF29CE484222325ull
#define FNV_PRIME 0x100000001B3ull

// Linux's cap on lane 0 (Table 122).
#define LANE_0_BYTES 470u
#define NUM_BYTES_LIMIT 511u
#define BLOCK_OVERHEAD 10u

typedef struct {
  const sdw_workload *workload;
  sdw_result *result;
  sdw_bus *bus;
  const uint8_t *data;
  uint8_t *readback;
} run_state;

uint32_t sdw_bytes_per_block(uint32_t rows, uint32_t columns) {
  const uint32_t bytes = columns > 0 ? rows * (columns - 1) / 8 : 0;
  if (bytes <= BLOCK_OVERHEAD) return 0;
  const uint32_t data = bytes - BLOCK_OVERHEAD;
  const uint32_t cap = LANE_0_BYTES < NUM_BYTES_LIMIT ? LANE_0_BYTES : NUM_BYTES_LIMIT;
  return data < cap ? data : cap;
}

static uint64_t hash_frame(uint64_t hash, const sdw_report *report) {
  for (uint32_t i = 0; i < (report->slots + 7) / 8; i++) hash = (hash ^ report->levels[i]) * FNV_PRIME;
  return hash;
}

static sdw_report run_frame(run_state *run, const sdw_frame *frame) {
  sdw_report report = sdw_bus_frame(run->bus, frame, run->workload->hash_levels);
  run->result->frames++;
  run->result->slots += report.slots;
  if (run->workload->hash_levels) run->result->level_hash = hash_frame(run->result->level_hash, &report);
  return report;
}

// Consecutive blocks, one per frame from the first frame on; the last one may be shorter.
static void run_blocks(run_state *run, uint32_t block) {
  const sdw_workload *workload = run->workload;
  for (size_t offset = 0; offset < workload->bytes;) {
    const size_t left = workload->bytes - offset;
    const uint32_t bytes = left < block ? (uint32_t)left : block;
    const sdw_frame frame = {
        .opcode = SDW_COMMAND_PING,
        .block = true,
        .block_write = workload->operation == SDW_OPERATION_WRITE,
        .block_device = 1,
        .block_address = workload->address + (uint32_t)offset,
        .block_bytes = bytes,
        .block_out = run->data == NULL ? NULL : run->data + offset,
        .block_in = run->readback == NULL ? NULL : run->readback + offset,
    };
    const sdw_report report = run_frame(run, &frame);
    const bool good = report.block_done && !report.clash && (report.header_response & 0x38) == 0x08 &&
                      (report.footer_response & 0x38) == 0x08 && (frame.block_write || report.data_crc_good);
    if (good) run->result->bytes_ok += bytes;
    else run->result->errors++;
    offset += bytes;
  }
}

// One command; true where it was answered Command_OK. Its data go to `value`.
static bool run_command(run_state *run, sdw_opcode opcode, uint32_t reg, uint8_t *value) {
  const sdw_frame frame = {.opcode = opcode, .device = 1, .reg = reg, .value = *value};
  const sdw_report report = run_frame(run, &frame);
  *value = report.control_word >> 7 & 0xFF;
  return (report.control_word & 3) == 1;
}

static void set_page(run_state *run, uint32_t address) {
  uint8_t page_1 = (uint8_t)(address >> 23), page_2 = (uint8_t)(address >> 15);
  if (!run_command(run, SDW_COMMAND_WRITE, 0x48, &page_1)) run->result->errors++;
  if (!run_command(run, SDW_COMMAND_WRITE, 0x49, &page_2)) run->result->errors++;
}

static void run_commands(run_state *run) {
  const sdw_workload *workload = run->workload;
  const bool write = workload->operation == SDW_OPERATION_WRITE;
  for (size_t i = 0; i < workload->bytes; i++) {
    const uint32_t address = workload->address + (uint32_t)i;
    const bool paged = address >= 0x8000;
    if (paged && (i == 0 || (address & 0x7FFF) == 0)) set_page(run, address);
    const uint32_t reg = paged ? 0x8000 | (address & 0x7FFF) : address;
    uint8_t value = write ? run->data[i] : 0;
    if (run_command(run, write ? SDW_COMMAND_WRITE : SDW_COMMAND_READ, reg, &value)) run->result->bytes_ok++;
    else run->result->errors++;
    if (!write) run->readback[i] = value;
  }
}

static bool is_runnable(const sdw_workload *workload, uint32_t memory_bytes) {
  if (workload->peripherals == 0 || workload->peripherals > SDW_MAX_PERIPHERALS) return false;
  if (workload->bytes == 0 || workload->bytes > SDW_MEMORY_BYTES) return false;
  if (workload->prefill_bytes > memory_bytes) return false;
  if (workload->path == SDW_PATH_COLUMN0) {
    return workload->address < 0x80000000u && workload->bytes <= 0x80000000u - workload->address;
  }
  return sdw_bytes_per_block(workload->rows, workload->columns) > 0;
}

static sdw_bus *make_bus(const sdw_workload *workload, uint32_t memory_address, uint32_t memory_bytes) {
  sdw_device devices[SDW_MAX_PERIPHERALS] = {0};
  for (uint32_t i = 0; i < workload->peripherals; i++) devices[i].number = i + 1;
  devices[0].memory_address = memory_address;
  devices[0].memory_bytes = memory_bytes;
  const sdw_bus_setup setup = {
      .rows = workload->rows,
      .columns = workload->columns,
      .dynamic_sync = 0xF,
      .devices = devices,
      .device_count = workload->peripherals,
  };
  sdw_bus *bus = sdw_bus_create(&setup);
  if (bus == NULL) return NULL;
  if (workload->prefill != NULL) memcpy(sdw_bus_memory(bus, 0), workload->prefill, workload->prefill_bytes);
  if (workload->path == SDW_PATH_BRA) {
    const uint32_t columns = workload->columns;
    const sdw_port port = {
        .enabled = true,
        .hstart = 1,
        .hstop = columns - 1,
        .sample_interval = columns,
        .word_length = columns - 1,
    };
    sdw_bus_program_port(bus, &port, true);
  }
  return bus;
}

// Sees to buffers the caller left out; false without memory. `*owned` is to be freed.
static bool provide_buffers(run_state *run, uint8_t **owned) {
  const sdw_workload *workload = run->workload;
  const bool write = workload->operation == SDW_OPERATION_WRITE;
  run->data = workload->data;
  run->readback = workload->readback;
  *owned = NULL;
  if (write ? run->data != NULL : run->readback != NULL) return true;
  uint8_t *buffer = malloc(workload->bytes);
  if (buffer == NULL) return false;
  if (write) {
    for (size_t i = 0; i < workload->bytes; i++) buffer[i] = (uint8_t)i;
    run->data = buffer;
  } else {
    run->readback = buffer;
  }
  *owned = buffer;
  return true;
}

bool sdw_peer_run(const sdw_workload *workload, sdw_result *result) {
  *result = (sdw_result){0};
  const bool own_memory = workload->memory_bytes != 0;
  const uint32_t memory_address = own_memory ? workload->memory_address : SDW_MEMORY_ADDRESS;
  const uint32_t memory_bytes = own_memory ? workload->memory_bytes : SDW_MEMORY_BYTES;
  if (!is_runnable(workload, memory_bytes)) return false;
  run_state run = {.workload = workload, .result = result, .bus = make_bus(workload, memory_address, memory_bytes)};
  if (run.bus == NULL) return false;
  uint8_t *owned;
  uint8_t *memory = malloc(memory_bytes);
  if (memory == NULL || !provide_buffers(&run, &owned)) {
    free(memory);
    sdw_bus_destroy(run.bus);
    return false;
  }
  if (workload->hash_levels) result->level_hash = FNV_OFFSET;
  if (workload->path == SDW_PATH_BRA) {
    run_blocks(&run, sdw_bytes_per_block(workload->rows, workload->columns));
  } else {
    run_commands(&run);
  }
  memcpy(memory, sdw_bus_memory(run.bus, 0), memory_bytes);
  result->memory = memory;
  result->memory_bytes = memory_bytes;
  result->level = sdw_bus_level(run.bus);
  free(owned);
  sdw_bus_destroy(run.bus);
  return true;
}

void sdw_result_free(sdw_result *result) {
  free(result->memory);
  result->memory = NULL;
  result->memory_bytes = 0;
}

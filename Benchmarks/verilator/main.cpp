// Runs the Verilated bus and the C peer over the same workload: first with the hash of every level, which must agree,
// then for time, one after the other in each round.
#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "Vsdw_top.h"
#include "verilated.h"

extern "C" {
#include "peer.h"
}

namespace {

struct Outcome {
  uint64_t slots = 0;
  uint64_t hash = 0;
  uint64_t errors = 0;
  double seconds = 0;

  double megaslots() const { return static_cast<double>(slots) / seconds / 1e6; }
};

// FNV-1a over the levels, each frame filled up to whole bytes.
class LevelHash {
 public:
  void take(uint32_t level, bool frame_ended) {
    packed_ = packed_ << 1 | level;
    if (frame_ended) {
      while (!(packed_ & 0x100)) packed_ <<= 1;
    }
    if (packed_ & 0x100) {
      value_ = (value_ ^ (packed_ & 0xFF)) * 0x100000001B3ull;
      packed_ = 1;
    }
  }
  uint64_t value() const { return value_; }

 private:
  uint32_t packed_ = 1;
  uint64_t value_ = 0xCBF29CE484222325ull;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <bool kHash>
Outcome run_model() {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Vsdw_top>(context.get());
  auto edge = [&] {
    top->clk = !top->clk;
    top->eval();
  };
  top->clk = 0;
  top->reset = 1;
  top->eval();
  edge();
  top->reset = 0;
  Outcome outcome;
  LevelHash hash;
  const auto start = std::chrono::steady_clock::now();
  do {
    edge();
    outcome.slots++;
    if constexpr (kHash) hash.take(top->level, top->frame_ended);
  } while (!top->done);
  outcome.seconds = seconds_since(start);
  outcome.errors = top->errors;
  outcome.hash = hash.value();
  top->final();
  return outcome;
}

Outcome run_peer(bool with_hash, const std::vector<uint8_t> &counter) {
  sdw_workload workload = {};
  workload.rows = SDW_ROWS;
  workload.columns = SDW_COLUMNS;
  workload.peripherals = SDW_PERIPHERALS;
  workload.path = SDW_COLUMN0 ? SDW_PATH_COLUMN0 : SDW_PATH_BRA;
  workload.operation = SDW_READS ? SDW_OPERATION_READ : SDW_OPERATION_WRITE;
  workload.address = SDW_MEMORY_ADDRESS;
  workload.bytes = SDW_BYTES;
  if (SDW_READS) {
    workload.prefill = counter.data();
    workload.prefill_bytes = counter.size();
  }
  workload.hash_levels = with_hash;
  sdw_result result;
  const auto start = std::chrono::steady_clock::now();
  if (!sdw_peer_run(&workload, &result)) {
    std::fprintf(stderr, "the C peer cannot run this workload\n");
    std::exit(1);
  }
  Outcome outcome;
  outcome.seconds = seconds_since(start);
  outcome.slots = result.slots;
  outcome.hash = result.level_hash;
  outcome.errors = result.errors;
  sdw_result_free(&result);
  return outcome;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char **argv) {
  int rounds = 5;
  const char *expected = nullptr;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--expect") == 0) expected = argv[i + 1];
  }
  std::vector<uint8_t> counter(SDW_MEMORY_BYTES);
  for (size_t i = 0; i < counter.size(); i++) counter[i] = static_cast<uint8_t>(i);

  const Outcome model = run_model<true>();
  const Outcome peer = run_peer(true, counter);
  const uint64_t wanted = expected != nullptr ? std::strtoull(expected, nullptr, 16) : peer.hash;
  std::printf("%dx%d, %d peripheral(s), %s %s of %d bytes\n", SDW_ROWS, SDW_COLUMNS, SDW_PERIPHERALS,
              SDW_COLUMN0 ? "Column 0" : "BRA", SDW_READS ? "read" : "write", SDW_BYTES);
  std::printf("  Verilator: %" PRIu64 " slots, level hash %016" PRIx64 ", %" PRIu64 " errors\n", model.slots, model.hash,
              model.errors);
  std::printf("  expected:  %" PRIu64 " slots, level hash %016" PRIx64 " (%s)\n", peer.slots, wanted,
              expected != nullptr ? "given" : "C peer");
  if (model.hash != wanted || model.slots != peer.slots || model.errors != 0 || peer.errors != 0) {
    std::printf("  MISMATCH\n");
    return 1;
  }
  if (rounds < 1) return 0;
  std::vector<double> model_speed, peer_speed, ratio;
  for (int i = 0; i < rounds; i++) {
    model_speed.push_back(run_model<false>().megaslots());
    peer_speed.push_back(run_peer(false, counter).megaslots());
    ratio.push_back(peer_speed.back() / model_speed.back());
  }
  std::printf("  Verilator %.1f Mslots/s, C peer %.1f Mslots/s, C peer %.2f times as fast (medians of %d rounds)\n",
              median(model_speed), median(peer_speed), median(ratio), rounds);
  return 0;
}

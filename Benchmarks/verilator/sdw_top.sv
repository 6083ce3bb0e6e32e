// The bus: one Manager, PERIPHERALS Peripherals, one line. A clock edge is the closing edge of a slot.
module sdw_top #(
    parameter int ROWS = 64,
    parameter int COLUMNS = 16,
    parameter int PERIPHERALS = 1,
    parameter bit COLUMN0 = 0,
    parameter bit READS = 0,
    parameter int BYTES = 1 << 20,
    parameter logic [31:0] ADDRESS = 32'h4400_0000
) (
    input  logic clk,
    input  logic reset,
    output logic level,       // At the end of the slot before the edge.
    output logic frame_ended, // That slot was the last of its frame.
    output logic done,
    output logic [31:0] errors
);
  logic manager_drive, last;
  logic [PERIPHERALS-1:0] peripheral_drives;
  // Wired OR; a logical 1 is a transition (section 1.3).
  wire line = manager_drive | (|peripheral_drives);
  wire next_level = level ^ line;

  sdw_manager #(
      .ROWS(ROWS),
      .COLUMNS(COLUMNS),
      .COLUMN0(COLUMN0),
      .READS(READS),
      .BYTES(BYTES),
      .ADDRESS(ADDRESS)
  ) manager (
      .clk,
      .reset,
      .line,
      .level(next_level),
      .drive(manager_drive),
      .last,
      .done,
      .errors
  );

  for (genvar i = 0; i < PERIPHERALS; i++) begin : bus
    sdw_peripheral #(
        .ROWS(ROWS),
        .COLUMNS(COLUMNS),
        .PORT_ENABLED(!COLUMN0),
        .NUMBER(4'(i + 1)),
        .MEMORY_BYTES(i == 0 ? 1 << 20 : 1),
        .MEMORY_ADDRESS(i == 0 ? 32'h4400_0000 : 32'hFFFF_FFFF),
        .PREFILLED(READS && i == 0)
    ) peripheral (
        .clk,
        .reset,
        .line,
        .level(next_level),
        .drive(peripheral_drives[i])
    );
  end

  always_ff @(edge clk) begin
    level <= reset ? 0 : next_level;
    frame_ended <= last && !reset;
  end
endmodule

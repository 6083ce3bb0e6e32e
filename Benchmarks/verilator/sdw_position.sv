// Where in the frame a device is, and what the slot is to it: placement of section 9.2 with DP0 over all columns but the
// first.
module sdw_position #(
    parameter int ROWS = 64,
    parameter int COLUMNS = 16,
    parameter int HSTART = 1,
    parameter int HSTOP = COLUMNS - 1,
    parameter int SAMPLE_INTERVAL = COLUMNS,
    parameter int WORD_LENGTH = COLUMNS - 1,
    parameter int BLOCK_OFFSET = 0
) (
    input  logic       clk,
    input  logic       reset,
    input  logic       port_enabled,
    output logic [7:0] row,
    output logic       control,       // A slot of the control word.
    output logic       payload,       // A slot of DP0.
    output logic       last           // The last slot of the frame.
);
  logic [4:0] column;
  logic [15:0] window;  // Slots since the payload window began.
  logic [15:0] index;   // Slots of the sub-frame since then.
  wire in_subframe = column >= 5'(HSTART) && column <= 5'(HSTOP);
  wire last_column = column == 5'(COLUMNS - 1);
  wire window_ends = window == 16'(SAMPLE_INTERVAL - 1);

  assign control = column == 0 && row < 48;
  assign payload = port_enabled && in_subframe && index - 16'(BLOCK_OFFSET) < 16'(WORD_LENGTH);
  assign last = last_column && row == 8'(ROWS - 1);

  always_ff @(edge clk) begin
    column <= last_column ? 0 : column + 1;
    if (last_column) row <= last ? 0 : row + 1;
    window <= window_ends ? 0 : window + 1;
    if (window_ends) index <= 0;
    else if (in_subframe) index <= index + 1;
    if (reset) begin
      row <= 0;
      column <= 0;
      window <= 0;
      index <= 0;
    end
  end
endmodule

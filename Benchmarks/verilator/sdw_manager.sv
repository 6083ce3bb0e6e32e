// The Manager: source of sync, owner of commands, Initiator of blocks. It moves BYTES counter bytes to or from
// device 1, over DP0 (one block per frame) or over Column 0 (one command per frame), and stops.
module sdw_manager
  import sdw_pkg::*;
#(
    parameter int ROWS = 64,
    parameter int COLUMNS = 16,
    parameter bit COLUMN0 = 0,  // The path: commands instead of blocks.
    parameter bit READS = 0,
    parameter int BYTES = 1 << 20,
    parameter logic [31:0] ADDRESS = 32'h4400_0000
) (
    input  logic clk,
    input  logic reset,
    input  logic line,   // The bit on the line in this slot.
    input  logic level,  // The level at its end.
    output logic drive,
    output logic last,
    output logic done,
    output logic [31:0] errors
);
  // Data bytes of a block (section 11.7).
  localparam int ROOM = ROWS * (COLUMNS - 1) / 8 - 10;
  localparam int BLOCK = ROOM < 470 ? ROOM : 470;

  // BRAIn_SM (section 11.4).
  typedef enum logic [3:0] {
    IDLE,
    SEND_HEADER,
    SEND_HEADER_CRC,
    CHECK_RESPONSE,
    DO_WRITE,
    SEND_WRITE_CRC,
    DO_READ,
    CHECK_READ_CRC,
    CHECK_FOOTER
  } initiator_t;

  // The three kinds of command of the Column 0 path.
  typedef enum logic [1:0] {
    SET_PAGE_1,
    SET_PAGE_2,
    MOVE_BYTE
  } step_t;

  logic [7:0] row;
  logic control, payload;
  sdw_position #(
      .ROWS(ROWS),
      .COLUMNS(COLUMNS)
  ) cursor (
      .clk,
      .reset,
      .port_enabled(!COLUMN0),
      .row,
      .control,
      .payload,
      .last
  );

  // Column 0: what it sends, which of it is its own, and what it sampled.
  logic [47:0] control_out, control_own;
  logic [13:0] control_in;  // Data, dynamic sync, PAR and response in the end.
  logic control_clash;
  logic parity;
  logic [3:0] dynamic_sync;
  step_t step;

  // DP0.
  initiator_t state;
  logic [47:0] out;
  logic own;
  logic [6:0] in;
  logic [5:0] left;
  logic [7:0] crc;
  logic payload_clash;
  logic [8:0] block_left;
  logic [31:0] offset;    // Of the block or byte of this frame.
  logic [31:0] position; // Of the next byte of the block.
  logic block_good;

  assign drive = (control && control_out[47]) || (payload && out[47]);

  wire [7:0] in_now = {in, line};
  wire [7:0] crc_now = next_crc(crc, line);
  wire run_ends = payload && left == 1;
  wire [14:0] word_now = {control_in, line};

  function automatic logic [8:0] block_bytes(input logic [31:0] from);
    return BYTES - from < BLOCK ? 9'(BYTES - from) : 9'(BLOCK);
  endfunction

  function automatic logic [47:0] header(input logic [31:0] from);
    return {2'b11, 4'd1, 1'(!READS), block_bytes(from), 32'(ADDRESS + from)};
  endfunction

  // The control word of a frame without PAR and the responses (section 3).
  function automatic logic [47:0] word(input step_t kind, input logic [31:0] from, input logic [3:0] dynamic);
    logic [31:0] address;
    logic [2:0] opcode;
    logic [15:0] register;
    logic [7:0] value;
    address = ADDRESS + from;
    opcode = WRITE;
    unique case (kind)
      SET_PAGE_1: begin
        register = 16'h0048;
        value = address[30:23];
      end
      SET_PAGE_2: begin
        register = 16'h0049;
        value = address[22:15];
      end
      default: begin
        register = address < 32'h8000 ? address[15:0] : {1'b1, address[14:0]};
        opcode = READS ? READ : WRITE;
        value = READS ? 8'h00 : from[7:0];
      end
    endcase
    if (!COLUMN0) return sync_bits(dynamic);
    return sync_bits(dynamic) | 48'({opcode, 4'd1, register}) << (47 - 23) | 48'(value) << (47 - 40);
  endfunction

  // Rows nobody else may drive; PAR joins when it is known.
  function automatic logic [47:0] owned(input step_t kind);
    logic [47:0] opcode_rows, address_rows, data_rows;
    opcode_rows = 48'h7 << (47 - 3) | 48'h5 << (47 - 7);
    address_rows = 48'h7F_FFFF << (47 - 23);
    data_rows = 48'hFF << (47 - 40);
    if (!COLUMN0) return SYNC_ROWS | opcode_rows;
    if (READS && kind == MOVE_BYTE) return SYNC_ROWS | address_rows;
    return SYNC_ROWS | address_rows | data_rows;
  endfunction

  function automatic step_t first_step(input logic [31:0] from);
    logic [31:0] address;
    address = ADDRESS + from;
    if (address < 32'h8000) return MOVE_BYTE;
    return from == 0 || address[14:0] == 0 ? SET_PAGE_1 : MOVE_BYTE;
  endfunction

  // What the next frame carries.
  logic [31:0] next_offset;
  step_t next_step;
  always_comb begin
    next_offset = offset;
    next_step = MOVE_BYTE;
    if (!COLUMN0) next_offset = offset + 32'(block_bytes(offset));
    else if (step == SET_PAGE_1) next_step = SET_PAGE_2;
    else if (step == MOVE_BYTE) begin
      next_offset = offset + 1;
      next_step = first_step(offset + 1);
    end
  end
  wire [3:0] next_sync = next_dynamic_sync(dynamic_sync);

  always_ff @(edge clk) begin
    parity <= parity ^ level;

    if (payload) begin
      payload_clash <= payload_clash | (own & (out[47] ^ line));
      out <= {out[46:0], 1'b0};
      in <= in_now[6:0];
      crc <= crc_now;
      left <= left - 1;
    end
    if (run_ends) begin
      left <= 8;
      out <= 0;
      own <= 0;
      unique case (state)
        SEND_HEADER: begin
          state <= SEND_HEADER_CRC;
          out <= {crc_now, 40'b0};
          own <= 1;
        end
        SEND_HEADER_CRC: state <= CHECK_RESPONSE;
        CHECK_RESPONSE: begin
          crc <= 8'hFF;
          // Accepted: ACK, no NAK, not NotReady.
          if (in_now[5:3] != 3'b001) begin
            state <= IDLE;
          end else if (READS) begin
            state <= DO_READ;
          end else begin
            state <= DO_WRITE;
            out <= {position[7:0], 40'b0};
            own <= 1;
          end
        end
        DO_WRITE: begin
          own <= 1;
          position <= position + 1;
          block_left <= block_left - 1;
          if (block_left == 1) begin
            state <= SEND_WRITE_CRC;
            out <= {crc_now, 40'b0};
          end else begin
            out <= {position[7:0] + 8'd1, 40'b0};
          end
        end
        DO_READ: begin
          block_left <= block_left - 1;
          // The counter that device 1 has been filled with.
          if (in_now != position[7:0]) errors <= errors + 1;
          position <= position + 1;
          if (block_left == 1) state <= CHECK_READ_CRC;
        end
        SEND_WRITE_CRC: state <= CHECK_FOOTER;
        CHECK_READ_CRC: begin
          state <= crc_now == 0 ? CHECK_FOOTER : IDLE;
        end
        CHECK_FOOTER: begin
          state <= IDLE;
          block_good <= in_now[5:3] == 3'b001;
        end
        default: ;
      endcase
    end

    if (control) begin
      control_clash <= control_clash | (control_own[47] & (control_out[47] ^ line));
      control_in <= word_now[13:0];
      control_out <= {control_out[46:0], 1'b0};
      control_own <= {control_own[46:0], 1'b0};
      if (row == ROW_WINDOW) begin
        control_out[47] <= parity ^ level;
        control_own[47] <= 1;
        parity <= 0;
      end
      // A clash in command slots: Command_Failed.
      if (row == ROW_PAR) control_out[47] <= control_clash | (control_out[47] ^ line);
      if (row == ROW_ACK) begin
        if (word_now[1:0] != (COLUMN0 ? 2'b01 : 2'b00)) errors <= errors + 1;
        if (COLUMN0 && READS && step == MOVE_BYTE && word_now[14:7] != offset[7:0]) errors <= errors + 1;
      end
    end

    if (last && !done) begin
      // The footer may end with the frame.
      if (!COLUMN0 && !(block_good || (run_ends && state == CHECK_FOOTER && in_now[5:3] == 3'b001))) begin
        errors <= errors + 1;
      end
      if (payload_clash) errors <= errors + 1;
      if (next_offset == BYTES) done <= 1;
      offset <= next_offset;
      step <= next_step;
      dynamic_sync <= next_sync;
      control_out <= word(next_step, next_offset, next_sync);
      control_own <= owned(next_step);
      control_clash <= 0;
      begin_block(next_offset);
    end

    if (reset) begin
      parity <= 0;
      done <= 0;
      errors <= 0;
      offset <= 0;
      payload_clash <= 0;
      step <= first_step(0);
      dynamic_sync <= 4'hF;
      control_out <= word(first_step(0), 0, 4'hF);
      control_own <= owned(first_step(0));
      control_clash <= 0;
      begin_block(0);
    end
  end

  task automatic begin_block(input logic [31:0] from);
    state <= COLUMN0 ? IDLE : SEND_HEADER;
    out <= header(from);
    own <= 1;
    left <= 48;
    crc <= 8'hFF;
    block_left <= block_bytes(from);
    position <= from;
    block_good <= 0;
  endtask
endmodule

// A Peripheral that starts attached: sync, commands, page registers, memory, and the Target of blocks.
module sdw_peripheral
  import sdw_pkg::*;
#(
    parameter int ROWS = 64,
    parameter int COLUMNS = 16,
    parameter bit PORT_ENABLED = 1,
    parameter logic [3:0] NUMBER = 1,
    parameter logic [31:0] MEMORY_ADDRESS = 32'h4400_0000,
    parameter int MEMORY_BYTES = 1 << 20,
    parameter bit PREFILLED = 0  // The memory begins as a counter, not as zeros.
) (
    input  logic clk,
    input  logic reset,
    input  logic line,
    input  logic level,
    output logic drive
);
  // Figure 29, from Attached on.
  typedef enum logic [1:0] {
    UNATTACHED,
    ATTACHED_OK,
    ATTACHED_ERROR_1,
    ATTACHED_OLD_ERROR
  } attachment_t;

  // BRAT_SM (section 11.3).
  typedef enum logic [3:0] {
    IDLE,
    HEADER_TYPE,
    HEADER,
    RESPOND,
    RESPOND_READY,
    DO_WRITE,
    CHECK_WRITE_CRC,
    DO_READ,
    SEND_READ_CRC,
    FOOTER
  } target_t;

  // The first row of this device's status in a Ping (section 3).
  localparam int STATUS_ROW = NUMBER >= 4 ? 30 - 2 * NUMBER : 39 - 2 * NUMBER;

  logic [7:0] row;
  logic control, payload, last;
  sdw_position #(
      .ROWS(ROWS),
      .COLUMNS(COLUMNS)
  ) cursor (
      .clk,
      .reset,
      .port_enabled(PORT_ENABLED),
      .row,
      .control,
      .payload,
      .last
  );

  logic [7:0] memory[MEMORY_BYTES];
  initial begin
    for (int i = 0; i < MEMORY_BYTES; i++) memory[i] = PREFILLED ? 8'(i) : 8'h00;
  end

  // Column 0.
  logic [47:0] control_out, control_own;
  logic [46:0] control_in;  // Rows 1 to 47 in the end.
  logic [47:0] sync_care, sync_want;
  logic control_clash;
  logic parity, window_parity;
  logic [3:0] dynamic_sync;
  attachment_t attachment;
  logic accepted;
  logic [31:0] command_address;
  logic [7:0] page_1, page_2;
  // SCP_IntStat1; no command of these workloads reads it.
  /* verilator lint_off UNUSEDSIGNAL */
  logic parity_interrupt, clash_interrupt;
  /* verilator lint_on UNUSEDSIGNAL */

  // DP0.
  target_t target;
  logic [7:0] out;
  logic own;
  logic [52:0] in;
  logic [5:0] left;
  logic [7:0] crc;
  logic payload_clash;
  logic block_write, block_bad;
  logic [8:0] block_left;
  logic [31:0] block_address;

  assign drive = (control && control_out[47]) || (payload && out[7]);

  wire [46:0] word_now = {control_in[45:0], line};
  wire [53:0] in_now = {in, line};
  wire [7:0] crc_now = next_crc(crc, line);
  wire run_ends = payload && left == 1;

  function automatic logic in_memory(input logic [31:0] address);
    return address - MEMORY_ADDRESS < MEMORY_BYTES;
  endfunction

  function automatic logic is_page(input logic [31:0] address);
    return address == 32'h48 || address == 32'h49;
  endfunction

  function automatic logic [7:0] value_at(input logic [31:0] address);
    if (address == 32'h48) return page_1;
    if (address == 32'h49) return page_2;
    return in_memory(address) ? memory[(address - MEMORY_ADDRESS) % MEMORY_BYTES] : 8'h00;
  endfunction

  // Once the address is complete: opcode, device and register of the command, and the address behind it (Table 78).
  wire [2:0] opcode = word_now[22:20];
  wire [3:0] device = word_now[19:16];
  wire [15:0] register = word_now[15:0];
  wire [31:0] paged = register[15] ? {1'b0, page_1, page_2, register[14:0]} : 32'(register);
  wire selected = device == NUMBER || device == 15;
  wire known = in_memory(paged) || is_page(paged);

  // Once the header is complete, after its two type bits.
  wire header_selected = in_now[53:50] == NUMBER || in_now[53:50] == 15;
  wire sync_error = sync_care[47] & (sync_want[47] ^ line);
  wire clash_now = control_clash | (control_own[47] & (control_out[47] ^ line));

  always_ff @(edge clk) begin
    parity <= parity ^ level;

    if (payload) begin
      payload_clash <= payload_clash | (own & (out[7] ^ line));
      out <= {out[6:0], 1'b0};
      in <= in_now[52:0];
      crc <= crc_now;
      left <= left - 1;
    end
    if (run_ends) begin
      left <= 8;
      out <= 0;
      own <= 0;
      unique case (target)
        HEADER_TYPE: begin
          target <= in_now[1:0] == 2'b11 ? HEADER : IDLE;
          left <= 54;
        end
        HEADER: begin
          target <= RESPOND;
          if (crc_now != 0) begin
            out <= 8'h10;
          end else if (header_selected) begin
            target <= RESPOND_READY;
            out <= 8'h08;
            block_write <= in_now[49];
            block_left <= in_now[48:40];
            block_address <= in_now[39:8];
            block_bad <= 0;
          end
        end
        RESPOND_READY: begin
          crc <= 8'hFF;
          // The merged response: nobody may have refused.
          if (in_now[4]) target <= IDLE;
          else next_byte(block_left, block_address, 8'hFF);
        end
        DO_WRITE: begin
          if (in_memory(block_address)) memory[block_address - MEMORY_ADDRESS] <= in_now[7:0];
          else block_bad <= 1;
          block_address <= block_address + 1;
          block_left <= block_left - 1;
          next_byte(block_left - 1, block_address + 1, crc_now);
        end
        DO_READ: begin
          if (!in_memory(block_address)) block_bad <= 1;
          block_address <= block_address + 1;
          block_left <= block_left - 1;
          next_byte(block_left - 1, block_address + 1, crc_now);
        end
        CHECK_WRITE_CRC: begin
          target <= FOOTER;
          out <= crc_now != 0 ? 8'h10 : block_bad ? 8'h28 : 8'h08;
        end
        SEND_READ_CRC: begin
          target <= FOOTER;
          out <= block_bad ? 8'h28 : 8'h08;
        end
        default: target <= IDLE;
      endcase
    end

    if (control) begin
      control_clash <= clash_now;
      control_in <= word_now;
      control_out <= {control_out[46:0], 1'b0};
      control_own <= {control_own[46:0], 1'b0};
      sync_care <= {sync_care[46:0], 1'b0};
      sync_want <= {sync_want[46:0], 1'b0};
      unique case (row)
        ROW_OPCODE:
        if (word_now[2:0] == PING) begin
          control_out <= 48'b01 << (46 - (STATUS_ROW - 4));
          control_own <= 48'b11 << (46 - (STATUS_ROW - 4));
        end
        ROW_ADDRESS: begin
          command_address <= paged;
          if (selected && known && (opcode == READ || opcode == WRITE)) accepted <= 1;
          if (selected && known && opcode == READ) begin
            control_out <= 48'(value_at(paged)) << (40 - (33 - 24));
            control_own <= (device == NUMBER ? 48'hFF : 48'h00) << (40 - (33 - 24));
          end
        end
        ROW_WINDOW: begin
          window_parity <= parity ^ level;
          parity <= 0;
        end
        ROW_PAR: begin
          // Command_Failed before Command_OK (section 4.2).
          if (line != window_parity) parity_interrupt <= 1;
          if (clash_now) clash_interrupt <= 1;
          control_out[47:46] <= line != window_parity || clash_now ? 2'b10 : {1'b0, accepted};
        end
        default: ;
      endcase
      // One wrong bit is forgiven, unless it announces another PHY (section 5.1).
      if (sync_error) attachment <= attachment == ATTACHED_OK && row != ROW_PHY ? ATTACHED_ERROR_1 : UNATTACHED;
      if (attachment == UNATTACHED) begin
        control_out <= 0;
        control_own <= 0;
      end
    end

    // A write nobody objected to takes effect at the end of its frame.
    if (last) begin
      if (control_in[46:44] == WRITE && accepted && control_in[1:0] == 2'b01) begin
        if (command_address == 32'h48) page_1 <= control_in[14:7];
        else if (command_address == 32'h49) page_2 <= control_in[14:7];
        else memory[command_address-MEMORY_ADDRESS] <= control_in[14:7];
      end
      if (payload_clash) clash_interrupt <= 1;
      if (attachment == ATTACHED_ERROR_1) attachment <= ATTACHED_OLD_ERROR;
      if (attachment == ATTACHED_OLD_ERROR) attachment <= ATTACHED_OK;
      dynamic_sync <= next_dynamic_sync(dynamic_sync);
      begin_frame(next_dynamic_sync(dynamic_sync), attachment != UNATTACHED);
    end

    if (reset) begin
      parity <= 0;
      attachment <= ATTACHED_OK;
      dynamic_sync <= 4'hF;
      page_1 <= 0;
      page_2 <= 0;
      parity_interrupt <= 0;
      clash_interrupt <= 0;
      begin_frame(4'hF, 1);
    end
  end

  // The next data byte of a block, or the CRC after the last.
  task automatic next_byte(input logic [8:0] remaining, input logic [31:0] address, input logic [7:0] check);
    if (block_write) begin
      target <= remaining == 0 ? CHECK_WRITE_CRC : DO_WRITE;
    end else begin
      target <= remaining == 0 ? SEND_READ_CRC : DO_READ;
      out <= remaining == 0 ? check : value_at(address);
      own <= 1;
    end
  endtask

  task automatic begin_frame(input logic [3:0] dynamic, input logic attached);
    control_out <= 0;
    control_own <= 0;
    control_clash <= 0;
    accepted <= 0;
    sync_care <= SYNC_ROWS;
    sync_want <= sync_bits(dynamic);
    target <= attached ? HEADER_TYPE : IDLE;
    out <= 0;
    own <= 0;
    left <= 2;
    crc <= 8'hFF;
    payload_clash <= 0;
  endtask
endmodule

// What both ends of the bus know: rows of the control word, sync, CRC (protocol reference sections 3, 3.1, 11.2).
package sdw_pkg;
  localparam logic [7:0] ROW_OPCODE = 3;
  localparam logic [7:0] ROW_ADDRESS = 23;
  localparam logic [7:0] ROW_PHY = 32;
  localparam logic [7:0] ROW_WINDOW = 44;
  localparam logic [7:0] ROW_PAR = 45;
  localparam logic [7:0] ROW_ACK = 47;

  localparam logic [2:0] PING = 3'b000;
  localparam logic [2:0] READ = 3'b010;
  localparam logic [2:0] WRITE = 3'b011;

  // Rows of static, PHY and dynamic sync; row 0 is bit 47.
  localparam logic [47:0] SYNC_ROWS = 48'h1FF << (47 - 32) | 48'hF << (47 - 44);

  function automatic logic [47:0] sync_bits(input logic [3:0] dynamic_sync);
    return 48'hB1 << (47 - 31) | 48'(dynamic_sync) << (47 - 44);
  endfunction

  function automatic logic [3:0] next_dynamic_sync(input logic [3:0] q);
    return {q[2:0], q[3] ^ q[2]};
  endfunction

  function automatic logic [7:0] next_crc(input logic [7:0] crc, input logic line);
    return {crc[6:0], 1'b0} ^ (crc[7] ^ line ? 8'h4D : 8'h00);
  endfunction
endpackage

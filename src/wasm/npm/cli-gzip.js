// A compressed file, written as its bytes come: one gzip member without name or time, so that the same
// bytes give the same file, however they were cut.

import { constants, deflateRawSync } from "node:zlib";

const BLOCK = 1 << 20;
/** How far back deflate looks: what a block may repeat of the one before. */
const WINDOW = 1 << 15;
/** Magic number, deflate, no name, no time, unknown system. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** An empty last block. */
const LAST_BLOCK = Buffer.from([3, 0]);

/** A sink before a sink. */
export class GzipSink {
  #file;
  #block = Buffer.alloc(BLOCK);
  #filled = 0;
  #window = Buffer.alloc(0);
  #checksum = 0;
  #size = 0;
  #isBegun = false;

  constructor(file) {
    this.#file = file;
  }

  write(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const some = bytes.subarray(at, at + BLOCK - this.#filled);
      this.#block.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled === BLOCK) this.#compress();
    }
  }

  end() {
    this.#compress();
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(this.#checksum, 0);
    tail.writeUInt32LE(this.#size % 2 ** 32, 4);
    this.#hand(Buffer.concat([LAST_BLOCK, tail]));
    this.#file.end();
  }

  commit() {
    this.#file.commit();
  }

  discard() {
    this.#file.discard();
  }

  /** Blocks that end on a byte can be put behind each other. */
  #compress() {
    if (this.#filled === 0) return;
    const bytes = this.#block.subarray(0, this.#filled);
    const dictionary = this.#window.length > 0 ? { dictionary: this.#window } : {};
    this.#hand(deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary }));
    this.#checksum = crc32(bytes, this.#checksum);
    this.#size += bytes.length;
    this.#window = Buffer.from(bytes.subarray(-WINDOW));
    this.#filled = 0;
  }

  /** The head goes with what comes first: were it written when the sink is made, nobody could discard what failed. */
  #hand(bytes) {
    this.#file.write(this.#isBegun ? bytes : Buffer.concat([HEAD, bytes]));
    this.#isBegun = true;
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** Node's own is younger than the oldest Node that this runs on. */
function crc32(bytes, before) {
  let remainder = ~before;
  for (let at = 0; at < bytes.length; at += 1) remainder = CRC_TABLE[(remainder ^ bytes[at]) & 255] ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { PodUnreachableError } from './PodUnreachableError';

/** The channels of one forwarded port. */
const DATA = 0;
const ERROR = 1;
/** Each channel begins with the port, in two bytes. */
const PORT_BYTES = 2;
/** Largest message, in bytes: servers limit what they take as one. */
const LARGEST_MESSAGE = 32 * 1024;

/** The pod's own word that nobody took the connection. */
const NOT_CONNECTED =
  /connection refused|failed to connect|no route to host|not running|not found/i;

/**
 * One connection to a port of a pod, in a WebSocket of the API server: bytes
 * of the channels are unwrapped, and a slow reader slows the tunnel.
 */
export class PortForwardStream extends Duplex {
  /** Bytes of each channel's port that are still to come. */
  readonly #preamble = [PORT_BYTES, PORT_BYTES];
  #received = false;

  constructor(
    private readonly pod: { cluster: string; namespace: string; name: string },
    private readonly socket: WebSocket,
  ) {
    // What the API server has closed takes no more, either
    super({ allowHalfOpen: false });
    // Nobody listens to a connection that waits to be used again, and an error
    // without a listener would end the process
    this.on('error', () => {});
    socket.on('message', (message: Buffer) =>
      this.#receive(message[0], message.subarray(1)),
    );
    socket.on('close', () => this.push(null));
    socket.on('error', error => this.destroy(error));
  }

  #receive(channel: number, message: Buffer): void {
    const data = this.#withoutPort(channel, message);
    if (data.length === 0 || this.destroyed) {
      return;
    }
    if (channel === ERROR) {
      const error = this.#toError(data.toString('utf8'));
      // It may come before whoever wants the stream listens to it
      setImmediate(() => this.destroy(error));
    } else if (channel === DATA) {
      this.#received = true;
      if (!this.push(data)) {
        this.socket.pause();
      }
    }
  }

  _read(): void {
    this.socket.resume();
  }

  _write(
    chunk: Buffer,
    _encoding: string,
    done: (error?: Error | null) => void,
  ) {
    const part = chunk.subarray(0, LARGEST_MESSAGE);
    const rest = chunk.subarray(LARGEST_MESSAGE);
    const message = Buffer.concat([Buffer.from([DATA]), part]);
    this.socket.send(message, error => {
      if (error || rest.length === 0) {
        done(error);
      } else {
        this._write(rest, _encoding, done);
      }
    });
  }

  _final(done: () => void): void {
    this.socket.close();
    done();
  }

  _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.terminate();
    done(error);
  }

  #withoutPort(channel: number, message: Buffer): Buffer {
    const skipped = Math.min(this.#preamble[channel] ?? 0, message.length);
    this.#preamble[channel] -= skipped;
    return message.subarray(skipped);
  }

  #toError(text: string): Error {
    return !this.#received && NOT_CONNECTED.test(text)
      ? new PodUnreachableError(this.pod, text.trim())
      : new Error(text.trim());
  }
}

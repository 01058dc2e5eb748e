const byId = (id) => document.getElementById(id);

// Unpacked and compiled once: each run only makes an instance of it. Fails where there is no WebAssembly.
// A worker from a page that was opened from disk may load no file; its script comes from this page.
const loaded = (async () => {
  if (!globalThis.WebAssembly) throw new Error('there is no WebAssembly here');
  const [program, script] = await Promise.all([unpacked('program-wasm').then((bytes) => WebAssembly.compile(bytes)), unpacked('program-script')]);
  const worker = new Blob([script, byId('worker-script').textContent], {type: 'text/javascript'});
  return {program, address: URL.createObjectURL(worker)};
})();

// The program, in a worker of its own, so that the page answers while it works.
class Program {
  #worker = null;
  #waiting = null;  // of the run in hand

  get works() { return this.#waiting !== null; }

  // Runs `posembed WORDS...` in a folder with these files, a Map of names to bytes: {status, out, err,
  // files}, all files that are there afterwards; nothing where it was stopped. A run in hand is stopped,
  // with its worker: what a worker says is always of the last run. A worker that dies is a failed run.
  // `listen` hears, twenty times a second, how many lines came out so far, the last of them, and the bytes of the
  // file `watched`, where it was written since.
  run(words, {files = new Map(), listen, watched} = {}) {
    this.stop();
    return new Promise((resolve) => {
      this.#waiting = resolve;
      const fail = (why) => {
        if (this.#waiting !== resolve) return;
        this.#end();
        resolve({status: 1, out: '', err: `posembed: the program could not run: ${why}\n`, files: new Map()});
      };
      const ask = ({program, address}) => {
        if (this.#waiting !== resolve) return;  // stopped before it began
        this.#worker ??= new Worker(address);
        this.#worker.onerror = ({message}) => fail(message || 'the browser ended its worker');
        this.#worker.onmessageerror = () => fail('the browser lost its result');
        this.#worker.onmessage = ({data}) => {
          if (!data.result) { listen?.(data.heard, data.line, data.file); return; }
          this.#waiting = null;
          resolve(data.result);
        };
        this.#worker.postMessage({program, words, files, watched});
      };
      loaded.then(ask).catch(({message}) => fail(message));
    });
  }

  stop() {
    const resolve = this.#waiting;
    if (!resolve) return;
    this.#end();
    resolve(null);
  }

  // What a worker is doing can be ended with the worker alone.
  #end() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#waiting = null;
  }
}

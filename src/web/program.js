const byId = (id) => document.getElementById(id);

// The program, in a worker of its own, so that the page answers while it works.
class Program {
  static #address = '';
  #worker = null;
  #waiting = null;  // of the run in hand

  // A worker from a page that was opened from disk may load no file; its script comes from this page.
  static #start() {
    if (!Program.#address) {
      const texts = ['program-script', 'worker-script'].map((id) => byId(id).textContent);
      Program.#address = URL.createObjectURL(new Blob(texts, {type: 'text/javascript'}));
    }
    return new Worker(Program.#address);
  }

  get works() { return this.#waiting !== null; }

  // Runs `posembed WORDS...` in a folder with these files, a Map of names to bytes: {status, out, err,
  // files}, all files that are there afterwards; nothing where it was stopped. A run in hand is stopped,
  // with its worker: what a worker says is always of the last run. `listen` hears, ten times a second,
  // how many lines came out so far, and the last of them.
  run(words, {files = new Map(), listen} = {}) {
    this.stop();
    this.#worker ??= Program.#start();
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#worker.onerror = ({message}) => { this.#end(); reject(new Error(message)); };
      this.#worker.onmessage = ({data}) => {
        if (!data.result) { listen?.(data.heard, data.line); return; }
        this.#waiting = null;
        resolve(data.result);
      };
      this.#worker.postMessage({words, files});
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
    this.#worker.terminate();
    this.#worker = null;
    this.#waiting = null;
  }
}

// In the worker, behind the program's own script: each message asks for one run. Every run has an
// instance of its own, so that none finds what another left behind.
onunhandledrejection = ({reason}) => { throw reason; };  // so that the page hears of it
onmessage = async ({data: {program, words, files}}) => {
  const lines = {out: [], err: []};
  let told = performance.now();
  const print = (stream) => (line) => {
    lines[stream].push(line);
    if (performance.now() - told < 100) return;
    told = performance.now();
    postMessage({heard: lines.out.length, line});
  };
  const written = new Map();
  let status = 1;
  try {
    const instance = await posembed({
      instantiateWasm: (imports, take) => {
        WebAssembly.instantiate(program, imports).then(take);
        return {};
      },
      print: print('out'),
      printErr: print('err'),
      preRun: [({ENV}) => { ENV.TERM = 'dumb'; }],  // no line that is drawn again and again
      quit: (code, thrown) => { throw thrown; },
    });
    putFiles(instance.FS, files);
    try {
      status = instance.callMain(words);
    } catch (error) {
      if (error.status === undefined) throw error;
      status = error.status;
    }
    collectFiles(instance.FS, '', written);
  } catch (error) {
    lines.err.push(`posembed: ${error.message ?? error}`);
  }
  const text = (stream) => lines[stream].map((line) => `${line}\n`).join('');
  postMessage({result: {status, out: text('out'), err: text('err'), files: written}});
};

// The program runs in the root, so that /x is x. What the system has there is not the reader's.
const kOfSystem = ['/dev', '/proc', '/home'];
const putFiles = (FS, files) => {
  FS.chdir('/');
  for (const [name, bytes] of files) {
    FS.mkdirTree(`/${name}`.replace(/\/[^/]*$/, '') || '/');
    FS.writeFile(`/${name}`, bytes);
  }
};
const collectFiles = (FS, folder, written) => {
  for (const name of FS.readdir(folder || '/').filter((entry) => entry !== '.' && entry !== '..')) {
    const path = `${folder}/${name}`;
    if (kOfSystem.includes(path)) continue;
    if (FS.isDir(FS.stat(path).mode)) collectFiles(FS, path, written);
    else written.set(path.slice(1), FS.readFile(path));
  }
};

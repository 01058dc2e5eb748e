// In the worker, behind the program's own script: each message asks for one run. Every run has an
// instance of its own, so that none finds what another left behind.
onunhandledrejection = ({reason}) => { throw reason; };  // so that the page hears of it
onmessage = async ({data: {program, words, files, watched}}) => {
  const lines = {out: [], err: []};
  let told = performance.now();
  let instance = null;
  let seen = null;  // of the watched file: each writing makes another
  const newlyWritten = () => {
    const {exists, object} = watched ? instance.FS.analyzePath(`/${watched}`) : {exists: false};
    if (!exists || object === seen) return null;
    seen = object;
    return instance.FS.readFile(`/${watched}`);
  };
  const print = (stream) => (line) => {
    lines[stream].push(line);
    if (performance.now() - told < 50) return;
    told = performance.now();
    postMessage({heard: lines.out.length, line, file: newlyWritten()});
  };
  const written = new Map();
  let status = 1;
  try {
    instance = await posembed({
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

// In the worker, behind the program's own script: each message asks for one run. Every run has an
// instance of its own, so that none finds what another left behind.
onmessage = async ({data: {run, words, files}}) => {
  const lines = {out: [], err: []};
  let told = performance.now();
  const print = (stream) => (line) => {
    lines[stream].push(line);
    if (performance.now() - told < 100) return;
    told = performance.now();
    postMessage({run, heard: lines.out.length, line});
  };
  const instance = await posembed({
    print: print('out'),
    printErr: print('err'),
    preRun: [({ENV}) => { ENV.TERM = 'dumb'; }],  // no line that is drawn again and again
    quit: (status, thrown) => { throw thrown; },
  });
  const {FS} = instance;
  FS.mkdir('/here');
  FS.chdir('/here');
  for (const [name, bytes] of Object.entries(files)) FS.writeFile(name, bytes);
  let status = 1;
  try {
    status = instance.callMain(words);
  } catch (error) {
    status = error.status ?? 1;
    if (error.status === undefined) lines.err.push(`posembed: ${error.message ?? error}`);
  }
  const written = {};
  const collect = (folder) => {
    for (const name of FS.readdir(folder).filter((entry) => !/^\.\.?$/.test(entry))) {
      const path = `${folder}/${name}`;
      if (FS.isDir(FS.stat(path).mode)) collect(path);
      else written[path.slice('/here/'.length)] = FS.readFile(path);
    }
  };
  collect('/here');
  const text = (stream) => lines[stream].map((line) => `${line}\n`).join('');
  postMessage({run, result: {status, out: text('out'), err: text('err'), files: written}});
};

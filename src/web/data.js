// The reader's own data: typed, or a file.
let dataFile = null;  // the reader's file, {name, bytes}: handed over as it is

// The bytes to train on, or nothing. What is typed ends with a line end.
const typedData = () => byId('data').value.trimEnd();
const ownData = () => {
  if (dataFile) return dataFile.bytes;
  return typedData() ? kEncoder.encode(`${typedData()}\n`) : null;
};
const putData = (text, file = null) => {
  byId('data').value = text;
  dataFile = file;
  byId('data-name').textContent = file ?
    `Trained on: ${file.name}, ${file.bytes.length} bytes, as they are. What you type above takes its place.` : '';
};

// `given` hears of a file, `typed` of what is typed.
const wireData = ({given, typed}) => {
  const takeFile = async (file) => {
    if (!file) return;
    putData('', {name: file.name, bytes: new Uint8Array(await file.arrayBuffer())});
    given();
  };
  byId('data').addEventListener('input', () => {
    putData(byId('data').value);
    typed();
  });
  for (const type of ['dragover', 'drop']) byId('own-data').addEventListener(type, (event) => event.preventDefault());
  byId('own-data').addEventListener('drop', ({dataTransfer}) => takeFile(dataTransfer.files[0]));
  byId('data-file').addEventListener('change', ({target}) => {
    takeFile(target.files[0]);
    target.value = '';  // so that the same one can be chosen again
  });
};

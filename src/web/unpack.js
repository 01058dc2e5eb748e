// What the page holds packed: gzip, in base64, as the text of a script that is none. Returns its bytes.
// Fails where the browser cannot inflate.
const unpacked = async (id) => {
  if (!globalThis.DecompressionStream) throw new Error('there is no DecompressionStream here');
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent.trim()), (one) => one.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
};

// For live.js: what stands on the live page before, while and after a run takes the place of another.
const {nativeFile} = require('./reader.js');

// The ruler stands there, and plays, while the program is not there yet; not where another run is asked for.
const seeTheFirstRun = async (browser, check, address) => {
  const open = async (link) => {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => { WebAssembly.compile = () => new Promise(() => {}); });
    await page.goto(link);
    return page;
  };
  const page = await open(address);
  await page.waitForSelector('#numbers');
  await page.click('#play');
  await page.waitForFunction(() => document.getElementById('epoch-text').textContent === 'epoch 3 of 25');
  const numbers = await page.$eval('#numbers', (element) => element.textContent);
  const report = nativeFile(['-q', '--report', 'native.html'], 'native.html').toString();
  check(report.includes(numbers), 'the recorded run is not the native one');
  await page.close();
  const other = await open(`${address}#seed=1`);
  check(await other.$('#numbers') === null, 'the recorded run is shown where another is asked for');
  await other.close();
};

module.exports = {seeTheFirstRun};

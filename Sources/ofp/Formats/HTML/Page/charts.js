/* A category's charts: rates from lowest to highest, fees against salaries, rates by balance. */
const drawCharts = (function () {
  'use strict';
  const { text, byId, make, draw, set, auto, number, count, nameOf, bankOf, inDirhams } = page;

  const kinds = ['APR', 'standing', 'bonus', 'introductory'];
  const kindWords = { APR: 'annual percentage rate', standing: 'standing rate', bonus: 'bonus rate', introductory: 'introductory rate' };
  const mostDrawn = 40;

  function short(words, length) {
    const letters = Array.from(words);
    return letters.length > length ? letters.slice(0, length - 1).join('') + '…' : words;
  }

  /** A figure: its title, what it draws, and the same as a table for whoever does not see it. */
  function figure(title, drawn, left, legend, head, lines) {
    const id = 'chart-' + byId('charts').childNodes.length;
    const words = title + '. ' + count(lines.length, 'product') + '; the figures stand in the table below.';
    set(drawn, { role: 'img', 'aria-labelledby': id });
    drawn.prepend(draw('title', { id: id }, words));
    const table = make('table', {}, make('thead', {}, make('tr', {}, ...head.map(word => make('th', { scope: 'col' }, word)))));
    const tableBody = make('tbody', {});
    lines.forEach(line => tableBody.append(make('tr', {}, make('th', { scope: 'row', dir: 'auto' }, line[0]),
      ...line.slice(1).map(cell => make('td', auto, cell)))));
    table.append(tableBody);
    const box = make('figure', {}, make('figcaption', {}, make('h2', {}, title), make('p', { class: 'hint' }, left)));
    if (legend) box.append(legend);
    box.append(drawn, make('details', {}, make('summary', {}, 'The figures as a table'),
      make('div', { class: 'figures', tabindex: '0', role: 'region', 'aria-label': title }, table)));
    byId('charts').append(box);
  }

  function ticks(most) {
    if (!(most > 0)) return [0, 1];
    const rough = most / 5;
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(width => width >= rough);
    const marks = [];
    for (let mark = 0; mark < most + step; mark += step) marks.push(Number(mark.toPrecision(12)));
    return marks;
  }

  /** How far an axis goes: one figure that is far beyond all others would leave them no room. */
  function reach(figures) {
    const inOrder = figures.slice().sort((one, other) => one - other);
    const middle = inOrder[Math.floor(inOrder.length / 2)];
    return middle > 0 ? inOrder.filter(figure => figure <= middle * 10).pop() : inOrder.pop();
  }

  const wide = () => Math.max(320, Math.min(1100, byId('main').clientWidth - 80));
  function label(product, y, room) {
    const words = nameOf(product) + ' · ' + bankOf(product);
    const line = draw('text', { x: room - 8, y: y, 'text-anchor': 'end', 'unicode-bidi': 'isolate' }, short(words, Math.floor((room - 10) / 7.5)));
    line.append(draw('title', {}, words));
    return line;
  }

  function note(drawn, all, unstated) {
    return (drawn < all ? 'The first ' + drawn + ' of ' + number(all) + ' in the order of the list: filter to see others. ' : 'In the order of the list. ')
      + (unstated ? number(unstated) + (unstated === 1 ? ' more states' : ' more state') + ' no such figure.' : '');
  }

  function rateChart(category, list) {
    const stated = list.filter(product => product.rates);
    if (!stated.length) return;
    const shown = stated.slice(0, mostDrawn);
    const width = wide();
    const room = Math.min(360, Math.floor(width * .42));
    const line = 22;
    const height = shown.length * line + 30;
    const marks = ticks(reach(shown.map(product => Math.max(...product.rates.map(rate => rate[2])))));
    const x = rate => room + (width - room - 20) * Math.min(1, Math.max(0, rate) / marks[marks.length - 1]);
    const chart = draw('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'chart' });
    marks.forEach(mark => chart.append(
      draw('line', { class: 'grid', x1: x(mark), x2: x(mark), y1: 0, y2: height - 24 }),
      draw('text', { class: 'soft', x: x(mark), y: height - 8, 'text-anchor': 'middle' }, mark + '%')));
    const used = new Set();
    shown.forEach((product, place) => {
      const y = place * line + line / 2;
      chart.append(label(product, y + 4, room));
      product.rates.forEach((rate, nth) => {
        used.add(rate[0]);
        const tall = product.rates.length > 1 ? 7 : 10;
        const top = product.rates.length > 1 ? y - 8 + nth * (16 - tall) / (product.rates.length - 1) : y - tall / 2;
        const bar = draw('rect', { class: 'k' + kinds.indexOf(rate[0]), x: x(rate[1]) - 2, y: top, width: Math.max(4, x(rate[2]) - x(rate[1]) + 4), height: tall, rx: 2 });
        bar.append(draw('title', {}, nameOf(product) + ': ' + kindWords[rate[0]] + ' ' + range(rate)));
        chart.append(bar);
      });
    });
    const legend = make('ul', { class: 'legend' });
    kinds.filter(kind => used.has(kind)).forEach(kind => legend.append(make('li', {},
      draw('svg', { viewBox: '0 0 22 10', 'aria-hidden': 'true' }, draw('rect', { class: 'k' + kinds.indexOf(kind), x: 1, y: 1, width: 20, height: 8, rx: 2 })),
      kindWords[kind])));
    const lines = [];
    shown.forEach(product => product.rates.forEach(rate => lines.push([nameOf(product), bankOf(product), kindWords[rate[0]], range(rate)])));
    figure(category + ': rates from lowest to highest, per cent a year', chart, note(shown.length, stated.length, list.length - stated.length), legend,
      ['Product', 'Bank', 'Kind', 'Range'], lines);
  }
  const percent = figure => figure.toFixed(Math.max(2, (String(figure).split('.')[1] || '').length)) + '%';
  const range = rate => rate[1] === rate[2] ? percent(rate[1]) : percent(rate[1]) + ' to ' + percent(rate[2]);

  function feeChart(category, list) {
    const stated = list.filter(product => inDirhams(product.fee) !== null && inDirhams(product.salary) !== null);
    if (!stated.length) return;
    const width = wide();
    const height = 340;
    const across = ticks(reach(stated.map(product => product.salary[0])));
    const up = ticks(reach(stated.map(product => product.fee[0])));
    const x = salary => 70 + (width - 110) * Math.min(1, salary / across[across.length - 1]);
    const y = fee => height - 46 - (height - 70) * Math.min(1, fee / up[up.length - 1]);
    const chart = draw('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'chart' });
    across.forEach(mark => chart.append(draw('line', { class: 'grid', x1: x(mark), x2: x(mark), y1: y(up[up.length - 1]), y2: y(0) }),
      draw('text', { class: 'soft', x: x(mark), y: height - 28, 'text-anchor': 'middle' }, number(mark))));
    up.forEach(mark => chart.append(draw('line', { class: 'grid', x1: x(0), x2: width - 40, y1: y(mark), y2: y(mark) }),
      draw('text', { class: 'soft', x: 62, y: y(mark) + 4, 'text-anchor': 'end' }, number(mark))));
    chart.append(draw('text', { x: width - 40, y: height - 8, 'text-anchor': 'end' }, 'Minimum salary, AED a month'),
      draw('text', { x: 8, y: 14 }, 'Annual fee, AED'));
    const written = [];
    stated.forEach(product => {
      const point = draw('circle', { class: 'k0', cx: x(product.salary[0]), cy: y(product.fee[0]), r: 5, 'fill-opacity': .55 });
      point.append(draw('title', {}, nameOf(product) + ' · ' + bankOf(product) + ': ' + number(product.fee[0]) + ' a year, from a salary of ' + number(product.salary[0])));
      chart.append(point);
      const at = [x(product.salary[0]), y(product.fee[0])];
      // A name over a name would be neither.
      if (!written.some(other => Math.abs(other[0] - at[0]) < 150 && Math.abs(other[1] - at[1]) < 13)) {
        written.push(at);
        const isRight = at[0] > width * .7;
        chart.append(draw('text', { class: 'soft', x: x(product.salary[0]) + (isRight ? -9 : 9), y: y(product.fee[0]) + 4, 'text-anchor': isRight ? 'end' : 'start', 'unicode-bidi': 'isolate' }, short(nameOf(product), 22)));
      }
    });
    figure(category + ': annual fee against minimum salary', chart, note(stated.length, stated.length, list.length - stated.length), null,
      ['Product', 'Bank', 'Annual fee', 'Minimum salary'],
      stated.map(product => [nameOf(product), bankOf(product), 'AED ' + number(product.fee[0]), 'AED ' + number(product.salary[0])]));
  }

  function tierChart(category, list) {
    const stated = list.filter(product => product.tiers);
    if (!stated.length) return;
    const shown = stated.slice(0, mostDrawn);
    const width = wide();
    const room = Math.min(360, Math.floor(width * .42));
    const line = 30;
    const height = shown.length * line + 34;
    const ends = [];
    shown.forEach(product => product.tiers.forEach(tier => ends.push(tier[0], tier[1] === null ? tier[0] * 2 : tier[1])));
    const usual = ends.filter(end => end > 0 && end < 1e9);
    const most = Math.max(10000, ...usual) * 1.3;
    // Balances go over several powers of ten.
    const scale = balance => Math.log10(1 + Math.min(balance, most) / 1000);
    const x = balance => room + (width - room - 16) * scale(balance) / scale(most);
    const rates = shown.map(product => product.tiers.map(tier => tier[2])).reduce((all, some) => all.concat(some), []);
    const best = Math.max(...rates) || 1;
    const chart = draw('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'chart' });
    [0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].filter(mark => mark < most).forEach(mark => chart.append(
      draw('line', { class: 'grid', x1: x(mark), x2: x(mark), y1: 0, y2: height - 26 }),
      draw('text', { class: 'soft', x: x(mark), y: height - 10, 'text-anchor': mark ? 'middle' : 'start' }, mark >= 1e6 ? mark / 1e6 + 'M' : mark >= 1e3 ? mark / 1e3 + 'k' : '0')));
    shown.forEach((product, place) => {
      const y = place * line;
      chart.append(label(product, y + line / 2 + 4, room));
      product.tiers.forEach(tier => {
        const left = x(tier[0]);
        const right = x(tier[1] === null ? most : tier[1]);
        const bar = draw('rect', { class: 'tier', x: left, y: y + 4, width: Math.max(3, right - left), height: line - 8, 'fill-opacity': (.12 + .33 * Math.max(0, tier[2]) / best).toFixed(3) });
        bar.append(draw('title', {}, nameOf(product) + ': ' + tierRange(tier) + ' ' + percent(tier[2])));
        chart.append(bar);
        if (right - left > 44) chart.append(draw('text', { class: 'on', x: (left + right) / 2, y: y + line / 2 + 4, 'text-anchor': 'middle' }, percent(tier[2])));
      });
    });
    const lines = [];
    shown.forEach(product => product.tiers.forEach(tier => lines.push([nameOf(product), bankOf(product), tierRange(tier), percent(tier[2])])));
    figure(category + ': standing rates by balance', chart, note(shown.length, stated.length, 0) + ' Balances on a logarithmic scale; the deeper the colour, the higher the rate.', null,
      ['Product', 'Bank', 'Balance', 'Rate a year'], lines);
  }
  const tierRange = tier => tier[1] === null ? 'from ' + number(tier[0]) : number(tier[0]) + ' to ' + number(tier[1]);

  /** Draws what there is to draw of these products, category by category. */
  return function (products) {
    byId('charts').textContent = '';
    const groups = new Map();
    products.forEach(product => {
      const category = 'category' in product ? text(product.category) : 'Without category';
      if (!groups.has(category)) groups.set(category, []);
      groups.get(category).push(product);
    });
    Array.from(groups.keys()).sort().forEach(category => {
      const list = groups.get(category);
      rateChart(category, list);
      if (category === 'CreditCard') feeChart(category, list);
      tierChart(category, list);
    });
    if (!byId('charts').childNodes.length) byId('charts').append(make('p', { class: 'none' }, 'Nothing to draw.'));
  };
})();

/* The list: filters, orders, one product, several side by side. */
(function () {
  'use strict';
  const { data, text, byId, make, set, auto, number, count, nameOf, bankOf, inDirhams } = page;
  const products = data.products;
  const body = byId('table').tBodies[0];
  const rows = Array.from(body.rows);
  const atOnce = 100;
  const mostCompared = 5;
  const state = { order: data.start, matching: [], shown: atOnce, open: new Set(), ticked: [], left: new Map(), view: 'list' };

  /* One spelling for what readers take to be the same, as the command's own search has it. */
  function folded(words) {
    return words.toLowerCase().normalize('NFD').replace(/[\u0640\p{Mn}]/gu, '').replace(/\u0649/g, '\u064A').replace(/\u0629/g, '\u0647');
  }
  products.forEach(product => { product.text = folded(product.searched.map(text).join('\n')); });

  // MARK: - Filters

  function options(id, label, key) {
    const counts = new Map();
    products.forEach(product => { if (key in product) counts.set(product[key], (counts.get(product[key]) || 0) + 1); });
    const list = Array.from(counts.keys()).sort((one, other) => text(one).localeCompare(text(other)));
    const box = make('div', { class: 'options', role: 'group', 'aria-label': label });
    list.forEach(place => box.append(make('label', { class: 'option' },
      make('input', { type: 'checkbox', name: key, value: place }),
      make('bdi', {}, text(place)), make('span', {}, number(counts.get(place))))));
    if (list.length > 6) set(box, { tabindex: '0' });
    byId(id).append(box);
    byId(id).hidden = list.length < 2;
  }
  options('categories', 'Categories', 'category');
  options('banks', 'Banks', 'bank');

  function chosen() {
    const figure = id => byId(id).value === '' || !(Number(byId(id).value) >= 0) ? null : Number(byId(id).value);
    const ticked = name => new Set(Array.from(document.querySelectorAll('input[name=' + name + ']:checked'), box => Number(box.value)));
    return {
      words: folded(byId('words').value).split(/\s+/).filter(word => word),
      categories: ticked('category'), banks: ticked('bank'), sharia: byId('sharia').value,
      residence: byId('residence').value, age: figure('age'), salary: figure('salary'), fee: figure('fee')
    };
  }

  /** What the product leaves open; nothing for one that is left out. */
  function verdict(product, filter) {
    if (filter.categories.size && !filter.categories.has(product.category)) return null;
    if (filter.banks.size && !filter.banks.has(product.bank)) return null;
    if (filter.sharia === 'y' && product.sharia !== true || filter.sharia === 'n' && product.sharia === true) return null;
    if (!filter.words.every(word => product.text.includes(word))) return null;
    const open = [];
    if (filter.residence !== '') {
      const residence = product.residences[Number(filter.residence)];
      if (residence === 'n') return null;
      if (residence === 'o') open.push('residence');
    }
    if (filter.age !== null) {
      const ages = product.ages || [null, null];
      if (ages[0] !== null && filter.age < ages[0] || ages[1] !== null && filter.age > ages[1]) return null;
      if (!product.ages) open.push('age');
    }
    if (filter.salary !== null) {
      const least = inDirhams(product.salary);
      if (least === null) open.push('salary');
      else if (filter.salary < least) return null;
    }
    if (filter.fee !== null) {
      const fee = inDirhams(product.fee);
      if (fee === null) open.push('fee');
      else if (fee > filter.fee) return null;
    }
    return open;
  }

  function filtered() {
    const filter = chosen();
    state.left.clear();
    const places = data.orders[state.order[0]];
    const inOrder = places ? places[state.order[1]] : products.map((_, place) => place);
    state.matching = inOrder.filter(place => {
      const open = verdict(products[place], filter);
      if (open && open.length) state.left.set(place, open);
      return open !== null;
    });
  }

  // MARK: - The list

  data.columns.forEach((column, place) => {
    const head = byId('table').tHead.rows[0].cells[place];
    head.textContent = head.textContent.replace(/( [↑↓]|, best first)$/, '');
    if (!column[1]) return;
    const button = make('button', { type: 'button' }, head.textContent);
    button.addEventListener('click', () => order(column[1]));
    head.textContent = '';
    head.append(button);
    head.dataset.order = column[1];
  });
  byId('table').tHead.rows[0].prepend(make('th', { scope: 'col', class: 'tick' }, make('span', { class: 'unseen' }, 'Compare')));

  const hasBest = key => key === 'rate' || key === 'annual-return';
  function order(key) {
    const directions = hasBest(key) ? ['best', 'asc', 'desc'] : ['asc', 'desc'];
    const now = state.order[0] === key ? directions.indexOf(direction()) : -1;
    state.order = [key, directions[(now + 1) % directions.length]];
    update();
  }
  const direction = () => state.order[1] === 'best' && !hasBest(state.order[0]) ? 'asc' : state.order[1];
  function showOrder() {
    const words = { best: 'other', asc: 'ascending', desc: 'descending' };
    Array.from(byId('table').tHead.rows[0].cells).forEach(head => {
      if (head.dataset.order === state.order[0]) {
        head.setAttribute('aria-sort', words[direction()]);
        head.firstChild.title = direction() === 'best' ? 'Best first' : '';
      } else head.removeAttribute('aria-sort');
    });
  }

  rows.forEach((row, place) => {
    const product = products[place];
    const box = make('input', { type: 'checkbox', 'aria-label': 'Compare ' + nameOf(product) + ', ' + bankOf(product) });
    box.addEventListener('change', () => tick(place, box.checked));
    const at = Math.max(0, data.columns.findIndex(column => column[0] === 'product'));
    const cell = row.cells[at];
    const name = make('button', { type: 'button', class: 'name', 'aria-expanded': 'false' }, cell.textContent);
    name.addEventListener('click', () => toggle(place));
    cell.textContent = '';
    cell.append(name);
    row.prepend(make('td', { class: 'tick' }, box));
    product.row = row;
    product.box = box;
    product.button = name;
  });

  function show(all) {
    const part = document.createDocumentFragment();
    const shown = all ? state.matching : state.matching.slice(0, state.shown);
    shown.forEach(place => {
      const product = products[place];
      const old = product.row.querySelector('.open');
      if (old) old.remove();
      const open = state.left.get(place);
      if (open) product.button.parentNode.append(make('span', { class: 'open' }, 'open: ' + open.join(', ')));
      part.append(product.row);
      if (state.open.has(place)) part.append(detail(product));
    });
    if (!shown.length) {
      part.append(make('tr', {}, make('td', { class: 'none', colspan: data.columns.length + 1 }, 'No product fits all of this. Clear a filter to see more.')));
    }
    body.textContent = '';
    body.append(part);
    const rest = state.matching.length - shown.length;
    byId('more').hidden = rest === 0;
    byId('more').textContent = 'Show ' + number(Math.min(rest, 1000)) + ' more';
  }
  byId('more').addEventListener('click', () => {
    const next = products[state.matching[state.shown]];
    state.shown += 1000;
    show(false);
    next.button.focus();
  });

  function update() {
    filtered();
    state.shown = atOnce;
    byId('count').textContent = state.matching.length === products.length ? count(products.length, 'product')
      : number(state.matching.length) + ' of ' + count(products.length, 'product');
    showOrder();
    show(false);
    if (state.view === 'charts') charts();
  }

  // MARK: - One product

  function toggle(place) {
    const product = products[place];
    const isOpen = !state.open.delete(place);
    if (isOpen) {
      state.open.add(place);
      product.row.after(detail(product));
    } else product.detail.remove();
    product.button.setAttribute('aria-expanded', String(isOpen));
  }

  function detail(product) {
    if (product.detail) return product.detail;
    const cell = make('div', { class: 'card' });
    cell.append(make('h2', auto, nameOf(product)), make('p', { class: 'plain', dir: 'auto' }, text(product.about)));
    const links = make('p', { class: 'links' });
    (product.links || []).forEach(link => {
      // Whatever stands in the data: nothing else than https becomes a link.
      if (!/^https:\/\//i.test(text(link[1]))) return;
      links.append(make('a', { href: text(link[1]), target: '_blank', rel: 'noopener noreferrer' }, text(link[0])));
    });
    if (links.childNodes.length) cell.append(links);
    if ('source' in product) cell.append(make('p', { class: 'source' }, make('b', {}, 'Rate'), ' ', make('bdi', {}, text(product.source))));
    const sections = make('div', { class: 'sections' });
    product.sheet.forEach(section => {
      const table = make('tbody', {});
      section.slice(1).forEach(line => {
        const level = 'd' + Math.min(line[0], 4);
        table.append(line[2] < 0
          ? make('tr', {}, make('th', { colspan: 2, class: level, dir: 'auto' }, text(line[1])))
          : make('tr', {}, make('th', { scope: 'row', class: level, dir: 'auto' }, text(line[1])), make('td', auto, text(line[2]))));
      });
      sections.append(make('section', {}, make('h3', {}, text(section[0])), make('table', { class: 'sheet' }, make('colgroup', {}, make('col', { class: 'label' }), make('col', {})), table)));
    });
    cell.append(sections);
    product.detail = make('tr', { class: 'detail' }, make('td', { colspan: data.columns.length + 1 }, cell));
    return product.detail;
  }

  // MARK: - Side by side

  function tick(place, isTicked) {
    state.ticked = state.ticked.filter(other => other !== place);
    if (isTicked) state.ticked.push(place);
    const isFull = state.ticked.length >= mostCompared;
    products.forEach(product => { product.box.disabled = isFull && !product.box.checked; });
    const chosen = state.ticked.length;
    byId('view-compare').disabled = chosen < 2;
    byId('view-compare').textContent = chosen ? 'Compare ' + chosen : 'Compare';
    byId('told').textContent = chosen === 0 ? '' : chosen === 1 ? 'One ticked: tick another to compare.'
      : isFull ? 'Five ticked: no more can be compared at once.' : number(chosen) + ' ticked.';
  }

  /** Every line that has a value, with the path by which it is compared: section, labels, and which of its like it is. */
  function paths(product) {
    const found = [];
    product.sheet.forEach(section => {
      let above = [];
      const seen = new Map();
      section.slice(1).forEach(line => {
        const compared = line.length > 3 ? [line[3], line[4]] : [line[1], line[2]];
        above = above.slice(0, line[0]).concat(compared[0]);
        if (compared[1] < 0) return;
        const labels = above.join(' ');
        const nth = (seen.get(labels) || 0) + 1;
        seen.set(labels, nth);
        found.push({
          path: section[0] + '/' + labels + '/' + nth, section: section[0],
          name: above.map(text).join(' › ') + (nth > 1 ? ' (' + nth + ')' : ''), value: text(compared[1])
        });
      });
    });
    return found;
  }

  /** The lines of all, each beside its like; one that only one product has stands where it stands there. */
  function compared(chosen) {
    const lines = new Map();
    const next = new Map();
    chosen.forEach((product, column) => {
      let last = '';
      paths(product).forEach(line => {
        if (!lines.has(line.path)) {
          lines.set(line.path, { section: line.section, name: line.name, values: chosen.map(() => null) });
          next.set(line.path, next.get(last));
          next.set(last, line.path);
        }
        lines.get(line.path).values[column] = line.value;
        last = line.path;
      });
    });
    // A section that only one product has may stand within another one's.
    const sections = new Map();
    for (let path = next.get(''); path !== undefined; path = next.get(path)) {
      const line = lines.get(path);
      if (!sections.has(line.section)) sections.set(line.section, []);
      sections.get(line.section).push(line);
    }
    return [].concat(...sections.values());
  }

  function compare() {
    const chosen = state.ticked.map(place => products[place]);
    const head = make('tr', {}, make('td', {}));
    chosen.forEach(product => head.append(make('th', { scope: 'col', dir: 'auto' }, nameOf(product), make('small', { dir: 'auto' }, bankOf(product)))));
    const table = make('tbody', {});
    let section = null;
    compared(chosen).forEach(line => {
      if (line.section !== section) {
        section = line.section;
        table.append(make('tr', { class: 'section' }, make('th', { scope: 'colgroup', colspan: chosen.length + 1 }, text(section))));
      }
      const differs = line.values.some(value => value !== line.values[0]);
      const name = make('th', { scope: 'row', dir: 'auto' });
      if (differs) name.append(make('b', {}, '≠'), ' ');
      name.append(line.name);
      table.append(make('tr', differs ? {} : { class: 'same' }, name,
        ...line.values.map(value => make('td', auto, value === null ? '–' : value))));
    });
    const old = byId('compared');
    old.textContent = '';
    old.append(make('caption', {}, '≠ marks what differs.'), make('thead', {}, head), table);
  }

  // MARK: - Views

  const charts = () => drawCharts(state.matching.map(place => products[place]));

  function view(name) {
    state.view = name;
    [['list', 'list'], ['charts', 'charts'], ['compare', 'comparison']].forEach(pair => {
      byId(pair[1]).hidden = pair[0] !== name;
      byId('view-' + pair[0]).setAttribute('aria-pressed', String(pair[0] === name));
    });
    document.body.className = 'view-' + name;
    if (name === 'charts') charts();
    if (name === 'compare') {
      compare();
      byId('comparison-title').focus();
    }
  }
  ['list', 'charts', 'compare'].forEach(name => byId('view-' + name).addEventListener('click', () => view(name)));

  const form = byId('form');
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', update);
  form.addEventListener('reset', () => setTimeout(update));
  // Paper has no 'more'.
  window.addEventListener('beforeprint', () => { if (state.view === 'list') show(true); });
  window.addEventListener('afterprint', () => { if (state.view === 'list') show(false); });
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (state.view === 'charts' && window.innerWidth !== width) charts();
    width = window.innerWidth;
  });

  document.body.className = 'view-list';
  byId('filters').hidden = false;
  // Where they would stand before the list, they wait to be opened.
  byId('fold').open = !window.matchMedia('(max-width: 60rem)').matches;
  byId('bar').hidden = false;
  update();
})();

/* What the scripts of the page share: its data, and ways to make elements. What they show was read and worded by the
   program that wrote the page; every text of it becomes text, never markup. */
const page = (function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const text = place => data.texts[place];
  const byId = id => document.getElementById(id);

  /** An element with attributes and children; a child that is a text becomes one. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    set(element, attributes);
    element.append(...children);
    return element;
  }
  function set(element, attributes) {
    for (const key of Object.keys(attributes || {})) element.setAttribute(key, attributes[key]);
  }
  function draw(name, attributes, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    set(element, attributes);
    element.append(...children);
    return element;
  }
  const auto = { dir: 'auto' };
  const number = value => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const count = (n, noun) => number(n) + ' ' + noun + (n === 1 ? '' : 's');
  const nameOf = product => text(product.name);
  const bankOf = product => text(product.bank);
  const inDirhams = money => money && text(money[1]) === 'AED' ? money[0] : null;

  return { data, text, byId, make, draw, set, auto, number, count, nameOf, bankOf, inDirhams };
})();

/** Helpers of the page's script. Text goes in as text nodes only. */
export const elementsScript = `
const byId = (id) => document.getElementById(id);

function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== undefined && child !== ''));
  return node;
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour12: false });
}

function button(label, onClick) {
  const node = el('button', 'plain', label);
  node.type = 'button';
  node.addEventListener('click', onClick);
  return node;
}

function count(id, number) {
  byId(id + '-count').textContent = String(number);
  byId(id + '-empty').hidden = number > 0;
}
`;

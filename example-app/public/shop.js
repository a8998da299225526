/* global document, sessionStorage */

// Choosing another visitor reloads the page; the drawer stays open over it, so that the change can be seen.
const drawer = document.getElementById('drawer');
const key = 'drawer-open';

if (drawer && 'showPopover' in drawer) {
  if (sessionStorage.getItem(key) === 'yes') drawer.showPopover();
  drawer.addEventListener('toggle', (event) => {
    sessionStorage.setItem(key, event.newState === 'open' ? 'yes' : 'no');
  });
}

// An open account menu closes when something else is clicked.
const account = document.querySelector('.account');
document.addEventListener('click', (event) => {
  if (account && !account.contains(event.target)) account.removeAttribute('open');
});

/** The frame of the emulator's page; its script fills it. Nothing from outside is ever written as HTML. */
export const pageHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Personalize emulator</title>
<link rel="icon" type="image/svg+xml" href="/__emulator/icon.svg">
<link rel="stylesheet" href="/__emulator/page.css">
<script src="/__emulator/page.js" defer></script>
</head>
<body>
<header class="top">
  <img class="logo" src="/__emulator/icon.svg" alt="" width="34" height="34">
  <div class="title">
    <h1>Personalize emulator</h1>
    <p class="quiet" id="workspace">&nbsp;</p>
  </div>
  <span class="live" id="live" role="status">Connecting</span>
</header>
<div class="alert" id="problems" role="alert" hidden></div>
<section class="card faults" aria-labelledby="faults-title">
  <div class="bar">
    <h2 id="faults-title">Break it</h2>
    <label>on <select id="fault-path">
      <option value="">every call</option>
      <option value="/experiences/fetch">fetch</option>
      <option value="/experiences/metadata">metadata</option>
      <option value="/experiences/events">events</option>
    </select></label>
    <label>for <select id="fault-times">
      <option value="">all calls to come</option>
      <option value="1">the next call</option>
      <option value="5">the next 5 calls</option>
    </select></label>
  </div>
  <div class="buttons" id="fault-buttons"></div>
  <div class="active" id="faults" hidden></div>
</section>
<details class="card fold" id="preview">
  <summary class="bar"><h2>Preview link</h2><span class="quiet">Force a variation in your own browser, or let pages explain themselves</span></summary>
  <form class="form" id="preview-form">
    <div class="choices" id="preview-choices"></div>
    <p class="empty" id="preview-empty">The workspace has no experiences.</p>
    <div class="fields">
      <label class="wide">Page <input id="preview-url" type="url" required spellcheck="false"></label>
      <label>For <select id="preview-ttl">
        <option value="15m">15 minutes</option>
        <option value="2h" selected>2 hours</option>
        <option value="1d">a day</option>
        <option value="7d">a week</option>
      </select></label>
      <label class="wide">Secret <input id="preview-secret" type="password" required minlength="16" autocomplete="off" placeholder="the site's preview.secret"></label>
      <label class="check"><input id="preview-explain" type="checkbox"> Explain pages</label>
      <button class="plain strong" type="submit">Make the link</button>
    </div>
    <div class="made" id="preview-made" role="status" hidden></div>
    <p class="footnote">The site has to have seen the variation, or have it in <code>preview.file</code>. What is previewed counts nothing. The secret is kept nowhere.</p>
  </form>
</details>
<main>
  <section class="card calls" aria-labelledby="calls-title">
    <div class="bar">
      <h2 id="calls-title">Calls <span class="count" id="calls-count">0</span></h2>
      <button class="plain" id="clear" type="button">Clear</button>
    </div>
    <ol class="rows" id="calls"></ol>
    <p class="empty" id="calls-empty">No call yet. Open a page that is personalized, and it shows up here.</p>
  </section>
  <div class="side">
    <section class="card" aria-labelledby="reports-title">
      <div class="bar"><h2 id="reports-title">Impressions and clicks</h2></div>
      <table class="reports" id="reports" aria-labelledby="reports-title" aria-describedby="reports-note" hidden>
        <thead><tr>
          <th scope="col">Variation</th><th scope="col">Impressions</th><th scope="col">Clicks</th><th scope="col">Click-through</th>
        </tr></thead>
      </table>
      <p class="footnote" id="reports-note" hidden>Each UUID counts once, as in the vendor's reports.</p>
      <p class="empty" id="reports-empty">Nothing to count yet.</p>
    </section>
    <section class="card" aria-labelledby="visitors-title">
      <div class="bar"><h2 id="visitors-title">Visitors <span class="count" id="visitors-count">0</span></h2></div>
      <div class="rows" id="visitors"></div>
      <p class="empty" id="visitors-empty">Nobody has come yet.</p>
    </section>
    <section class="card" aria-labelledby="events-title">
      <div class="bar"><h2 id="events-title">Events <span class="count" id="events-count">0</span></h2></div>
      <ol class="rows" id="events"></ol>
      <p class="empty" id="events-empty">No impression or click reported yet.</p>
    </section>
    <section class="card" aria-labelledby="experiences-title">
      <div class="bar"><h2 id="experiences-title">Experiences <span class="count" id="experiences-count">0</span></h2></div>
      <div class="rows" id="experiences"></div>
      <p class="empty" id="experiences-empty">The workspace has none.</p>
    </section>
  </div>
</main>
<noscript><p class="alert">This page needs JavaScript; the same as JSON is at /__emulator/ledger.</p></noscript>
</body>
</html>
`;

import { renderToString } from 'react-dom/server';
import type { ReactNode } from 'react';
import { safeUrl } from 'express-moengage-personalize';
import type { Personalization } from 'express-moengage-personalize';
import type { ShopExperiences } from './personalization.js';

export interface ReactPageProps {
  readonly personalization: Personalization<ShopExperiences>;
  readonly scene: { readonly name: string; readonly alt: string };
  readonly engines: readonly { readonly path: string; readonly name: string }[];
}

function Page({ personalization, scene, engines }: ReactPageProps): ReactNode {
  const { value, elementAttributes } = personalization;
  return (
    <main id="main">
      <section className={`hero hero--${scene.name}`} {...elementAttributes('home-hero', { visible: true })}>
        <img className="hero__art" src={`/art/hero-${scene.name}.svg`} alt={scene.alt} width="1600" height="800" />
        <div className="wrap hero__row">
          <div className="hero__copy">
            <p className="eyebrow">This page is written in React</p>
            <h1>{value('home-hero', 'Title')}</h1>
            <p className="hero__text">{value('home-hero', 'Text')}</p>
            <a
              className="button"
              href={safeUrl(value('home-hero', 'ButtonLink'))}
              {...elementAttributes('home-hero', { click: 'engine-button' })}
            >
              {value('home-hero', 'ButtonLabel')}
            </a>
          </div>
        </div>
      </section>
      <nav className="wrap engines" aria-label="The same page in other view engines">
        {engines.map(({ path, name }) => (
          <a key={path} href={path}>
            {name}
          </a>
        ))}
      </nav>
    </main>
  );
}

/** The page on the server. Around it is plain text, since the tag of the browser script comes as text. */
export function renderReactPage(props: ReactPageProps, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Low Cloud Tea in React</title>
  <link rel="icon" href="/art/mark.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/shop.css">
  ${props.personalization.script({ nonce })}
</head>
<body>${renderToString(<Page {...props} />)}</body>
</html>`;
}

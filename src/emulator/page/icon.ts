/** A target in a speech bubble: what is said to whom. */
export const pageIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#4f5bd5" d="M6 2h20a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z"/>
<circle cx="16" cy="13" r="7" fill="none" stroke="#fff" stroke-width="2.4"/><circle cx="16" cy="13" r="2.6" fill="#fff"/>
</svg>
`;

export const pageHtml = '<!doctype html><title>Emulator</title>';

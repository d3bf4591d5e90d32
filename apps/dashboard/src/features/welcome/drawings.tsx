import type { ReactNode } from 'react';

/** Small drawings of a streaming program's windows, in the colours of the page. */
function Picture({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 120 80" fontSize="10" fontFamily="inherit">
      <rect width="120" height="80" rx="10" fill="var(--sunken)" />
      {children}
    </svg>
  );
}

const line = { fill: 'var(--mantine-color-default-border)', height: 6, rx: 3 };
const text = { fill: 'var(--mantine-color-text)' };

export function AddSource({ title }: { title: string }) {
  return (
    <Picture>
      <text x="12" y="20" {...text}>
        {title}
      </text>
      <rect x="12" y="30" width="70" {...line} />
      <rect x="12" y="43" width="52" {...line} />
      <circle cx="100" cy="60" r="13" fill="var(--accent)" />
      <path d="M100 54v12M94 60h12" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </Picture>
  );
}

export function PasteLink({ label }: { label: string }) {
  return (
    <Picture>
      <text x="12" y="20" {...text}>
        {label}
      </text>
      <rect x="12" y="28" width="96" height="20" rx="6" fill="var(--plate)" stroke="var(--accent)" strokeWidth="1.6" />
      <rect x="19" y="35" width="66" {...line} fill="var(--accent)" />
      <rect x="72" y="58" width="36" height="14" rx="7" fill="var(--accent)" />
    </Picture>
  );
}

export function SetSize({ width, height }: { width: number; height: number }) {
  const tall = height > width;
  return (
    <Picture>
      <rect
        x={tall ? 16 : 10}
        y={tall ? 10 : 20}
        width={tall ? 34 : 54}
        height={tall ? 60 : 40}
        rx="5"
        fill="var(--plate)"
        stroke="var(--accent)"
        strokeWidth="1.6"
      />
      <text x="72" y="37" {...text}>
        {width}
      </text>
      <text x="72" y="53" {...text}>
        × {height}
      </text>
    </Picture>
  );
}

export function OnTop() {
  return (
    <Picture>
      <rect
        x="26"
        y="30"
        width="76"
        height="38"
        rx="6"
        fill="var(--plate)"
        stroke="var(--mantine-color-default-border)"
      />
      <rect x="16" y="14" width="76" height="30" rx="6" fill="var(--plate)" stroke="var(--accent)" strokeWidth="1.6" />
      <circle cx="29" cy="29" r="6" fill="var(--accent)" />
      <rect x="41" y="26" width="40" {...line} />
    </Picture>
  );
}

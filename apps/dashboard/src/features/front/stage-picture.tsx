import classes from './front-page.module.css';

/** An alert, a few lines of chat and a goal, drawn. */
export function StagePicture() {
  return (
    <svg
      viewBox="0 0 640 440"
      className={classes['picture']}
      role="img"
      aria-label="An alert, chat and a goal on stream"
    >
      <g transform="translate(150 56)">
        <rect width="340" height="112" rx="24" fill="#14121acc" />
        <circle cx="58" cy="56" r="32" fill="#ff6b86" />
        <path
          d="M58 72c-14-9-20-16-20-24a10 10 0 0 1 20-3 10 10 0 0 1 20 3c0 8-6 15-20 24Z"
          fill="#fff"
          transform="translate(0 -2)"
        />
        <text x="110" y="50" fill="#fff" fontSize="24" fontWeight="620">
          Mika sent Rose
        </text>
        <text x="110" y="82" fill="#ffffffb3" fontSize="19">
          36 times, 36 coins
        </text>
        <rect x="292" y="16" width="32" height="32" rx="10" fill="#ffffff1f" />
      </g>
      <g transform="translate(28 248)" fontSize="18">
        {['lina: that drop!', 'Ahmed: hello from Cairo', 'noor: one more song'].map((line, index) => (
          <g key={line} transform={`translate(0 ${index * 54})`}>
            <rect width={210 + index * 14} height="42" rx="14" fill="#14121ab3" />
            <circle cx="24" cy="21" r="11" fill={['#7dd3c0', '#ffc257', '#a58cff'][index]} />
            <text x="46" y="27" fill="#fff">
              {line}
            </text>
          </g>
        ))}
      </g>
      <g transform="translate(340 330)">
        <text x="0" y="0" fill="#fff" fontSize="20" fontWeight="600">
          New microphone
        </text>
        <rect y="16" width="272" height="22" rx="11" fill="#ffffff26" />
        <rect y="16" width="182" height="22" rx="11" fill="#ff6b86" />
        <text x="0" y="66" fill="#ffffffb3" fontSize="17">
          3,350 of 5,000 coins
        </text>
      </g>
    </svg>
  );
}

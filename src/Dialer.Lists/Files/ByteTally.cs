namespace Dialer.Lists.Files;

/// <summary>Counts over a file's bytes what tells its encoding, in one pass.</summary>
internal sealed class ByteTally
{
    private const int MostContexts = 50_000;
    private const int MostLines = 10;

    private int _expected;
    private byte _lead;
    private int _line = 1;
    private byte _before = (byte)'\n', _beforeThat = (byte)'\n';

    public long Bytes { get; private set; }
    public long NulsAtEven { get; private set; }
    public long NulsAtOdd { get; private set; }
    public long Nuls => NulsAtEven + NulsAtOdd;

    /// <summary>Characters of two bytes and more that are well-formed UTF-8.</summary>
    public long WellFormed { get; private set; }
    public long IllFormed { get; private set; }

    /// <summary>Lines of the first ill-formed bytes, and of the first NULs.</summary>
    public List<int> IllFormedLines { get; } = [];
    public List<int> NulLines { get; } = [];

    /// <summary>A byte beyond ASCII with its neighbours.</summary>
    public List<(byte Before, byte Byte, byte After)> Contexts { get; } = [];

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            AddUtf8(b);
            if (b == 0)
                AddNul();
            if (_before >= 0x80 && Contexts.Count < MostContexts)
                Contexts.Add((_beforeThat, _before, b));
            // A carriage return alone ends a line as well (Macintosh).
            if (b == (byte)'\n' || (_before == (byte)'\r' && b != (byte)'\n'))
                _line++;
            (_beforeThat, _before) = (_before, b);
            Bytes++;
        }
    }

    /// <summary>The file ends here.</summary>
    public void End()
    {
        if (_expected > 0)
            AddIllFormed();
        _expected = 0;
        if (_before >= 0x80)
            Contexts.Add((_beforeThat, _before, (byte)'\n'));
    }

    private void AddUtf8(byte b)
    {
        if (_expected > 0)
        {
            if ((b & 0xC0) == 0x80 && IsSecondAllowed(b))
            {
                _lead = 0;
                if (--_expected == 0)
                    WellFormed++;
                return;
            }
            AddIllFormed();
            _expected = 0;
        }
        if (b < 0x80)
            return;
        _lead = b;
        _expected = b switch
        {
            >= 0xC2 and <= 0xDF => 1,
            >= 0xE0 and <= 0xEF => 2,
            >= 0xF0 and <= 0xF4 => 3,
            _ => 0,
        };
        if (_expected == 0)
            AddIllFormed();
    }

    /// <summary>Overlong forms, surrogates and what lies beyond Unicode (RFC 3629, section 4).</summary>
    private bool IsSecondAllowed(byte second) => _lead switch
    {
        0xE0 => second >= 0xA0,
        0xED => second <= 0x9F,
        0xF0 => second >= 0x90,
        0xF4 => second <= 0x8F,
        _ => true,
    };

    private void AddIllFormed()
    {
        IllFormed++;
        Note(IllFormedLines);
    }

    private void AddNul()
    {
        if (Bytes % 2 == 0)
            NulsAtEven++;
        else
            NulsAtOdd++;
        Note(NulLines);
    }

    private void Note(List<int> lines)
    {
        if (lines.Count < MostLines && (lines.Count == 0 || lines[^1] != _line))
            lines.Add(_line);
    }
}

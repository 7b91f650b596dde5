using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>
/// One request or response over its own bytes. Parsing only finds where the header fields stand; nothing is decoded
/// until it is asked for. The stack reuses one instance for each received message: it is valid only in the turn in
/// which it was handed out. Use <see cref="Clone"/> to keep it.
/// </summary>
public sealed class SipMessage
{
    public const int MaxLength = 64 * 1024;
    public const int MaxHeaders = 128;

    private struct Field
    {
        public int NameStart;
        public int ValueStart;
        public int ValueLength;
        public short NameLength;
        public SipHeader Id;
    }

    private readonly Field[] _fields;
    private readonly short[] _first = new short[SipHeaders.Count];
    private int _fieldCount;
    private byte[] _buffer = [];
    private int _length;
    private int _methodStart;
    private int _methodLength;
    private int _uriStart;
    private int _uriLength;
    private int _reasonStart;
    private int _reasonLength;
    private int _bodyStart;
    private int _bodyLength;

    internal SipMessage()
        : this(MaxHeaders)
    {
    }

    private SipMessage(int fields) => _fields = new Field[fields];

    /// <summary>True for a request, false for a response.</summary>
    public bool IsRequest { get; private set; }

    public SipMethod Method { get; private set; }

    /// <summary>100 to 699; 0 for a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>Where the message came from.</summary>
    public SipHop Source { get; internal set; }

    /// <summary>The method as written. For a response: the method of its CSeq.</summary>
    public ReadOnlySpan<byte> MethodName => IsRequest ? _buffer.AsSpan(_methodStart, _methodLength) : CSeqMethodName;

    public ReadOnlySpan<byte> RequestUri => _buffer.AsSpan(_uriStart, _uriLength);

    public ReadOnlySpan<byte> ReasonPhrase => _buffer.AsSpan(_reasonStart, _reasonLength);

    /// <summary>The reason phrase as text.</summary>
    public string ReasonText => Encoding.UTF8.GetString(ReasonPhrase);

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_bodyStart, _bodyLength);

    public bool HasBody => _bodyLength > 0;

    public int HeaderCount => _fieldCount;

    /// <summary>All bytes up to the end of the body.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(0, _bodyStart + _bodyLength);

    internal int HeadLength => _bodyStart;

    /// <summary>What is wrong with the message; <see cref="SipRefusal.None"/> after a parse without fault.</summary>
    public SipRefusal Refusal { get; private set; }

    /// <summary>Parses a whole message from its own copy of the bytes. Null, and the reason, when it is refused.</summary>
    public static SipMessage? Parse(ReadOnlySpan<byte> bytes, out SipRefusal refusal)
    {
        SipMessage message = new();
        refusal = bytes.Length > MaxLength ? SipRefusal.MessageTooLong : message.Read(bytes.ToArray(), bytes.Length);
        return refusal == SipRefusal.None ? message : null;
    }

    /// <summary>A copy that stays valid.</summary>
    public SipMessage Clone()
    {
        SipMessage copy = new(_fieldCount)
        {
            _fieldCount = _fieldCount,
            _buffer = _buffer.AsSpan(0, _length).ToArray(),
            _length = _length,
            _methodStart = _methodStart,
            _methodLength = _methodLength,
            _uriStart = _uriStart,
            _uriLength = _uriLength,
            _reasonStart = _reasonStart,
            _reasonLength = _reasonLength,
            _bodyStart = _bodyStart,
            _bodyLength = _bodyLength,
            IsRequest = IsRequest,
            Method = Method,
            StatusCode = StatusCode,
            Source = Source,
            Refusal = Refusal,
            _cseqNumber = _cseqNumber,
            _cseqMethodStart = _cseqMethodStart,
            _cseqMethodLength = _cseqMethodLength,
        };
        _fields.AsSpan(0, _fieldCount).CopyTo(copy._fields);
        _first.CopyTo(copy._first, 0);
        return copy;
    }

    /// <summary>
    /// Reads head and body from <paramref name="buffer"/>, which the message keeps and in which folded lines are
    /// joined in place. Even a refused message keeps the fields that were found, so that it can be answered.
    /// </summary>
    internal SipRefusal Read(byte[] buffer, int length)
    {
        Clear(buffer, length);
        var head = ReadHead(buffer.AsSpan(0, length));
        if (StartsMessage(head))
            head = First(head, ReadBody(length));
        if (head == SipRefusal.None)
            head = SipValidator.Check(this);
        Refusal = head;
        return head;
    }

    /// <summary>Reads only the head, for a stream that does not have the body yet. None, and the body's length; or a refusal.</summary>
    internal SipRefusal ReadHeadOnly(byte[] buffer, int headLength, out int contentLength)
    {
        Clear(buffer, headLength);
        contentLength = 0;
        var refusal = ReadHead(buffer.AsSpan(0, headLength));
        if (!StartsMessage(refusal))
            return Refusal = refusal;
        var framing = ReadContentLength(out long stated);
        if (framing == SipRefusal.None && stated < 0)
            framing = SipRefusal.ContentLengthMissing;
        if (framing == SipRefusal.None && stated > MaxLength - headLength)
            framing = SipRefusal.ContentLengthTooLarge;
        if (framing != SipRefusal.None)
            return Refusal = framing;
        contentLength = (int)stated;
        return SipRefusal.None;
    }

    /// <summary>Whether the head is whole, so that the body can be found: only the start line is wrong, if anything.</summary>
    private static bool StartsMessage(SipRefusal head) =>
        head is SipRefusal.None or SipRefusal.BadStartLine or SipRefusal.BadVersion or SipRefusal.BadStatusCode;

    private static SipRefusal First(SipRefusal a, SipRefusal b) => a == SipRefusal.None ? b : a;

    private void Clear(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
        _repeated = false;
        _fieldCount = 0;
        _methodStart = _methodLength = _uriStart = _uriLength = _reasonStart = _reasonLength = _bodyStart = _bodyLength = 0;
        _cseqNumber = -1;
        _cseqMethodStart = _cseqMethodLength = 0;
        Array.Fill(_first, (short)-1);
        IsRequest = false;
        Method = SipMethod.Other;
        StatusCode = 0;
        Refusal = SipRefusal.None;
    }

    private SipRefusal ReadHead(Span<byte> text)
    {
        int position = 0;

        // RFC 3261 section 7.5: empty lines before the start line are ignored.
        while (position + 1 < text.Length && text[position] == '\r' && text[position + 1] == '\n')
            position += 2;
        var line = NextLine(text, ref position, out int start, out int end, joinFolded: false);
        if (line != SipRefusal.None)
            return line;
        var startLine = ReadStartLine(text, start, end);
        if (startLine == SipRefusal.NotSip)
            return startLine;
        while (true)
        {
            var refusal = NextLine(text, ref position, out start, out end, joinFolded: true);
            if (refusal != SipRefusal.None)
                return refusal;
            if (start == end)
                break;
            refusal = AddField(text, start, end);
            if (refusal != SipRefusal.None)
                return refusal;
        }
        _bodyStart = position;
        return startLine;
    }

    /// <summary>One line without its CR LF. Folded lines (RFC 3261 section 7.3.1) become one, their CR LF two blanks.</summary>
    private static SipRefusal NextLine(Span<byte> text, ref int position, out int start, out int end, bool joinFolded)
    {
        start = end = position;
        while (true)
        {
            int found = text[position..].IndexOfAny((byte)'\r', (byte)'\n');
            ScanSteps.Add(found < 0 ? text.Length - position : found + 2);
            if (found < 0)
                return SipRefusal.Truncated;
            int at = position + found;
            if (text[at] == '\n')
                return SipRefusal.BareLineEnd;
            if (at + 1 >= text.Length)
                return SipRefusal.Truncated;
            if (text[at + 1] != '\n')
                return SipRefusal.BareLineEnd;
            position = at + 2;
            bool folded = joinFolded && at > start && position < text.Length && SipSyntax.IsSpace(text[position]);
            if (!folded)
            {
                end = at;
                return SipRefusal.None;
            }
            text[at] = text[at + 1] = (byte)' ';
        }
    }

    private SipRefusal ReadStartLine(ReadOnlySpan<byte> text, int start, int end)
    {
        var line = text[start..end];
        if (line.Length > 4 && SipSyntax.EqualsIgnoreCase(line[..4], "SIP/"u8))
            return ReadStatusLine(line, start);
        int space = line.IndexOf((byte)' ');
        if (space <= 0 || line[..space].ContainsAnyExcept(SipSyntax.Token))
            return SipRefusal.NotSip;
        var rest = SipSyntax.Trim(line[(space + 1)..]);
        int last = rest.LastIndexOf((byte)' ');
        var version = last < 0 ? default : rest[(last + 1)..];
        if (version.Length < 4 || !SipSyntax.EqualsIgnoreCase(version[..4], "SIP/"u8))
            return SipRefusal.NotSip;
        IsRequest = true;
        _methodStart = start;
        _methodLength = space;
        Method = SipMethods.Identify(line[..space]);
        var uri = line[(space + 1)..];
        bool oneBlankEach = uri.Length > 0 && !SipSyntax.IsSpace(uri[0]);
        int uriEnd = uri.IndexOf((byte)' ');
        _uriStart = start + space + 1;
        _uriLength = Math.Max(uriEnd, 0);
        bool versionFollows = uriEnd >= 0 && SipSyntax.Trim(uri[uriEnd..]).SequenceEqual(version) && uri[uriEnd + 1] != ' ';
        if (!oneBlankEach || !versionFollows || line.IndexOf((byte)'\t') >= 0)
            return SipRefusal.BadStartLine;
        return SipSyntax.EqualsIgnoreCase(version, "SIP/2.0"u8) ? SipRefusal.None : SipRefusal.BadVersion;
    }

    private SipRefusal ReadStatusLine(ReadOnlySpan<byte> line, int start)
    {
        if (line.Length < 11 || line[7] != ' ')
            return SipRefusal.NotSip;
        if (!SipSyntax.EqualsIgnoreCase(line[..7], "SIP/2.0"u8))
            return SipRefusal.BadVersion;
        var rest = line[8..];
        int space = rest.IndexOf((byte)' ');
        var code = space < 0 ? rest : rest[..space];
        if (code.Length != 3 || !SipSyntax.TryParseNumber(code, 699, out long status) || status < 100)
        {
            return SipRefusal.BadStatusCode;
        }
        StatusCode = (int)status;
        _reasonStart = start + 8 + (space < 0 ? rest.Length : space + 1);
        _reasonLength = space < 0 ? 0 : rest.Length - space - 1;
        return SipRefusal.None;
    }

    private SipRefusal AddField(ReadOnlySpan<byte> text, int start, int end)
    {
        if (_fieldCount == _fields.Length)
            return SipRefusal.TooManyHeaders;
        var line = text[start..end];
        ScanSteps.Add(line.Length);
        int colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return SipRefusal.BadHeaderLine;
        int nameEnd = colon;
        while (nameEnd > 0 && SipSyntax.IsSpace(line[nameEnd - 1]))
            nameEnd--;
        var name = line[..nameEnd];
        if (name.Length > 256 || !SipSyntax.IsToken(name))
            return SipRefusal.BadHeaderLine;
        int valueStart = colon + 1;
        int valueEnd = line.Length;
        while (valueStart < valueEnd && SipSyntax.IsSpace(line[valueStart]))
            valueStart++;
        while (valueEnd > valueStart && SipSyntax.IsSpace(line[valueEnd - 1]))
            valueEnd--;
        var id = SipHeaders.Identify(name);
        ref var field = ref _fields[_fieldCount];
        field.NameStart = start;
        field.NameLength = (short)name.Length;
        field.ValueStart = start + valueStart;
        field.ValueLength = valueEnd - valueStart;
        field.Id = id;
        if (id != SipHeader.Other && _first[(int)id] < 0)
            _first[(int)id] = (short)_fieldCount;
        else if (SipHeaders.IsSingle(id))
            _repeated = true;
        _fieldCount++;
        return SipRefusal.None;
    }

    private bool _repeated;

    private SipRefusal ReadBody(int length)
    {
        int available = length - _bodyStart;
        var framing = ReadContentLength(out long stated);
        if (framing != SipRefusal.None)
        {
            _bodyLength = 0;
            return framing;
        }
        if (stated > available)
            return SipRefusal.ContentLengthTooLarge;

        // RFC 3261 section 18.3: over UDP, what follows the stated length is discarded; without a length the rest is the body.
        _bodyLength = stated < 0 ? available : (int)stated;
        return SipRefusal.None;
    }

    private SipRefusal ReadContentLength(out long stated)
    {
        stated = -1;
        if (_repeated)
        {
            _repeated = false;
            if (CountOf(SipHeader.ContentLength) > 1)
                return SipRefusal.BadContentLength;
            return SipRefusal.DuplicateHeader;
        }
        int index = _first[(int)SipHeader.ContentLength];
        if (index < 0)
            return SipRefusal.None;
        if (!SipSyntax.TryParseNumber(ValueAt(index), uint.MaxValue, out stated))
        {
            stated = -1;
            return SipRefusal.BadContentLength;
        }
        return SipRefusal.None;
    }

    private int CountOf(SipHeader id)
    {
        int count = 0;
        for (int i = 0; i < _fieldCount; i++)
        {
            if (_fields[i].Id == id)
                count++;
        }
        return count;
    }

    public SipHeader IdAt(int index) => _fields[index].Id;

    public ReadOnlySpan<byte> NameAt(int index) => _buffer.AsSpan(_fields[index].NameStart, _fields[index].NameLength);

    public ReadOnlySpan<byte> ValueAt(int index) => _buffer.AsSpan(_fields[index].ValueStart, _fields[index].ValueLength);

    public bool Has(SipHeader id) => _first[(int)id] >= 0;

    /// <summary>The first field of this kind; empty when there is none.</summary>
    public ReadOnlySpan<byte> Header(SipHeader id)
    {
        int index = _first[(int)id];
        return index < 0 ? default : ValueAt(index);
    }

    /// <summary>The first field of this kind as text; null when there is none.</summary>
    public string? HeaderText(SipHeader id)
    {
        int index = _first[(int)id];
        return index < 0 ? null : Encoding.UTF8.GetString(ValueAt(index));
    }

    /// <summary>The first field with this name, known to the stack or not; null when there is none. Names compare without case.</summary>
    public string? HeaderText(string name)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        var id = SipHeaders.Identify(wanted);
        if (id != SipHeader.Other)
            return HeaderText(id);
        for (int i = 0; i < _fieldCount; i++)
        {
            if (_fields[i].Id == SipHeader.Other && SipSyntax.EqualsIgnoreCase(NameAt(i), wanted))
                return Encoding.UTF8.GetString(ValueAt(i));
        }
        return null;
    }

    /// <summary>The index of the next field of this kind at or after <paramref name="from"/>; -1 when there is none.</summary>
    public int IndexOf(SipHeader id, int from = 0)
    {
        int first = _first[(int)id];
        if (first < 0)
            return -1;
        for (int i = Math.Max(first, from); i < _fieldCount; i++)
        {
            ScanSteps.Add(1);
            if (_fields[i].Id == id)
                return i;
        }
        return -1;
    }

    /// <summary>Whether a comma-separated field (all its lines) names <paramref name="token"/>.</summary>
    public bool ListContains(SipHeader id, ReadOnlySpan<byte> token)
    {
        for (int i = IndexOf(id); i >= 0; i = IndexOf(id, i + 1))
        {
            var rest = ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                int semicolon = item.IndexOf((byte)';');
                if (semicolon >= 0)
                    item = SipSyntax.Trim(item[..semicolon]);
                if (SipSyntax.EqualsIgnoreCase(item, token))
                    return true;
            }
        }
        return false;
    }

    private long _cseqNumber = -1;
    private int _cseqMethodStart;
    private int _cseqMethodLength;

    /// <summary>0 to 2^31 - 1; -1 when the field is missing or malformed.</summary>
    public long CSeqNumber
    {
        get
        {
            if (_cseqNumber < 0)
                ReadCSeq();
            return _cseqNumber;
        }
    }

    public ReadOnlySpan<byte> CSeqMethodName
    {
        get
        {
            if (_cseqNumber < 0)
                ReadCSeq();
            return _buffer.AsSpan(_cseqMethodStart, _cseqMethodLength);
        }
    }

    public SipMethod CSeqMethod => SipMethods.Identify(CSeqMethodName);

    private void ReadCSeq()
    {
        int index = _first[(int)SipHeader.CSeq];
        if (index < 0)
            return;
        var value = ValueAt(index);
        int blank = value.IndexOfAny((byte)' ', (byte)'\t');
        if (blank <= 0)
            return;
        var method = SipSyntax.Trim(value[blank..]);
        if (!SipSyntax.TryParseNumber(value[..blank], int.MaxValue, out long number) || !SipSyntax.IsToken(method))
            return;
        _cseqNumber = number;
        _cseqMethodStart = _fields[index].ValueStart + value.Length - method.Length;
        _cseqMethodLength = method.Length;
    }

    public ReadOnlySpan<byte> CallId => Header(SipHeader.CallId);

    public ReadOnlySpan<byte> FromTag => TagOf(SipHeader.From);

    public ReadOnlySpan<byte> ToTag => TagOf(SipHeader.To);

    private ReadOnlySpan<byte> TagOf(SipHeader id)
    {
        if (!SipAddressView.TryParse(Header(id), out var address))
            return default;
        return address.TryGetParameter("tag"u8, out var tag) ? tag : default;
    }

    /// <summary>The address in the first From, To, Contact, Refer-To or P-Asserted-Identity field; false when missing or malformed.</summary>
    public bool TryGetAddress(SipHeader id, out SipIdentity identity)
    {
        identity = new SipIdentity("", SipUri.Unknown);
        var rest = Header(id);
        if (!SipSyntax.NextListItem(ref rest, out var item))
            return false;
        if (!SipAddressView.TryParse(item, out var address))
            return false;
        if (!SipUri.TryParse(address.Uri, out var uri))
            return false;
        identity = new SipIdentity(SipSyntax.Unquote(address.DisplayName), uri);
        return true;
    }

    /// <summary>The Request-URI as an object.</summary>
    public SipUri Target => SipUri.TryParse(RequestUri, out var uri) ? uri : SipUri.Unknown;

    /// <summary>The first Reason field that names Q.850, else the first at all (RFC 3326); null when there is none.</summary>
    public SipReason? Reason
    {
        get
        {
            SipReason? first = null;
            for (int i = IndexOf(SipHeader.Reason); i >= 0; i = IndexOf(SipHeader.Reason, i + 1))
            {
                var rest = ValueAt(i);
                while (SipSyntax.NextListItem(ref rest, out var item))
                {
                    if (SipHeaderReader.ReadReason(item) is not { } reason)
                        continue;
                    if (reason.Q850Cause != 0)
                        return reason;
                    first ??= reason;
                }
            }
            return first;
        }
    }

    /// <summary>
    /// Who was called before the call came here, the last first: the Diversion fields (RFC 5806), which stand in this order;
    /// without them the History-Info fields (RFC 7044), which stand in the other, but for the last, which is the present target.
    /// </summary>
    public IReadOnlyList<SipUri> DivertedFrom
    {
        get
        {
            List<SipUri> uris = [];
            ReadUris(SipHeader.Diversion, uris);
            if (uris.Count > 0)
                return uris;
            ReadUris(SipHeader.HistoryInfo, uris);
            if (uris.Count > 0)
                uris.RemoveAt(uris.Count - 1);
            uris.Reverse();
            return uris;
        }
    }

    private void ReadUris(SipHeader id, List<SipUri> uris)
    {
        for (int i = IndexOf(id); i >= 0; i = IndexOf(id, i + 1))
        {
            var rest = ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                if (SipAddressView.TryParse(item, out var address) && SipUri.TryParse(address.Uri, out var uri))
                    uris.Add(uri);
            }
        }
    }

    /// <summary>Seconds of Retry-After; null when missing or malformed.</summary>
    public int? RetryAfterSeconds
    {
        get
        {
            var value = Header(SipHeader.RetryAfter);
            int end = value.IndexOfAny(" ;("u8);
            return SipSyntax.TryParseNumber(end < 0 ? value : value[..end], int.MaxValue, out long seconds) ? (int)seconds : null;
        }
    }

    /// <summary>True when the body is SDP: its Content-Type says so, or it has none and starts like SDP.</summary>
    public bool HasSdp => HasBody && (Has(SipHeader.ContentType)
        ? SipHeaderReader.MediaTypeIs(Header(SipHeader.ContentType), "application/sdp"u8)
        : Body.StartsWith("v=0"u8));

    /// <summary>
    /// The SDP of the body, taken out of a multipart body where one is; empty when there is none.
    /// </summary>
    public ReadOnlySpan<byte> Sdp => HasSdp ? Body : SipMultipart.FindPart(this, "application/sdp"u8);

    public override string ToString() => Encoding.UTF8.GetString(Raw);
}

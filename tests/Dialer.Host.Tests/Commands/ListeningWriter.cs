using System.Globalization;

namespace Dialer.Host.Tests.Commands;

/// <summary>Says when a text that is waited for has been written.</summary>
internal sealed class ListeningWriter(Func<string, bool> isIt, Action found) : StringWriter(CultureInfo.InvariantCulture)
{
    private readonly Lock _lock = new();
    private bool _isFound;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
        {
            base.Write(value);
            if (_isFound || !isIt(GetStringBuilder().ToString()))
                return;
            _isFound = true;
        }
        found();
    }

    public override string ToString()
    {
        lock (_lock)
            return base.ToString();
    }
}

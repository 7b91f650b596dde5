namespace Dialer.Core.Routing;

/// <summary>A set of small whole numbers as bits, so that two sets are intersected 64 members at a time.</summary>
internal sealed class NumberSet
{
    private ulong[] _words = [];

    public ReadOnlySpan<ulong> Words => _words;

    public bool Has(int number) => number >> 6 < _words.Length && (_words[number >> 6] & (1UL << (number & 63))) != 0;

    public void Put(int number, bool isMember)
    {
        int word = number >> 6;
        if (word >= _words.Length)
        {
            if (!isMember)
                return;
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }
        ulong bit = 1UL << (number & 63);
        _words[word] = isMember ? _words[word] | bit : _words[word] & ~bit;
    }
}

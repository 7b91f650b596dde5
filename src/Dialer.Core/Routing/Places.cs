namespace Dialer.Core.Routing;

/// <summary>Where things stand in the heaps that hold them; -1: in none. Grows, and is never given back.</summary>
internal sealed class Places
{
    private int[] _at = [];

    public int Of(int item) => item < _at.Length ? _at[item] : -1;

    public void Set(int item, int place)
    {
        if (item >= _at.Length)
            Grow(item + 1);
        _at[item] = place;
    }

    private void Grow(int least)
    {
        int before = _at.Length;
        Array.Resize(ref _at, Math.Max(least, Math.Max(64, before * 2)));
        _at.AsSpan(before).Fill(-1);
    }
}

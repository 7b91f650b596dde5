namespace Dialer.Core.Routing;

/// <summary>What a decision asks of a line, side by side in one array: a free agent looks at many lines, and memory is far away.</summary>
internal struct LineHead
{
    public long Arrived;
    public long Sequence;

    /// <summary>When the first in line misses the target.</summary>
    public long Due;
    public int Row;
    public int Priority;
    public byte Channel;
}

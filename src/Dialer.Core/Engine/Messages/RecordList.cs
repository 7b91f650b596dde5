namespace Dialer.Core.Engine.Messages;

/// <summary>The long records of one kind that lie beside a turn's outputs. Grows to what one turn needs and keeps that memory.</summary>
internal sealed class RecordList<T>(int capacity)
    where T : struct
{
    private T[] _records = new T[capacity];
    private int _count;

    public ref readonly T this[int record] => ref _records[record];

    public ReadOnlySpan<T> All => _records.AsSpan(0, _count);

    /// <summary>Where it lies.</summary>
    public int Add(in T record)
    {
        if (_count == _records.Length)
            Array.Resize(ref _records, _count * 2);
        _records[_count] = record;
        return _count++;
    }

    public void Clear() => _count = 0;
}

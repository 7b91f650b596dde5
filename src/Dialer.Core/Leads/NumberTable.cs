namespace Dialer.Core.Leads;

/// <summary>
/// Telephone numbers (E.164, with the plus) with a value each, in 12 to 24 bytes a number: ten million are looked up in
/// a fraction of a microsecond. Text that is no such number is kept as well, at the price of a dictionary.
/// </summary>
public sealed class NumberTable
{
    private const int MostDigits = 15; // ITU-T E.164, section 6
    private const int FewestPlaces = 16;

    private ulong[] _numbers = new ulong[FewestPlaces];
    private int[] _values = new int[FewestPlaces];
    private Dictionary<string, int>? _others;
    private int _packed;

    public int Count => _packed + (_others?.Count ?? 0);

    /// <summary>Gives the number this value, whether it had one or not.</summary>
    public void Set(string number, int value)
    {
        if (!TryPack(number, out ulong packed))
        {
            (_others ??= new Dictionary<string, int>(StringComparer.Ordinal))[number] = value;
            return;
        }
        int place = PlaceOf(packed);
        if (_numbers[place] == 0)
        {
            if (_packed >= _numbers.Length / 4 * 3)
            {
                Grow();
                place = PlaceOf(packed);
            }
            _numbers[place] = packed;
            _packed++;
        }
        _values[place] = value;
    }

    public bool TryGet(string number, out int value)
    {
        if (!TryPack(number, out ulong packed))
        {
            value = 0;
            return _others is not null && _others.TryGetValue(number, out value);
        }
        int place = PlaceOf(packed);
        value = _values[place];
        return _numbers[place] != 0;
    }

    public bool Contains(string number) => TryGet(number, out _);

    /// <summary>The digits as a number. No calling code begins with a zero, so that none is lost.</summary>
    private static bool TryPack(string number, out ulong packed)
    {
        packed = 0;
        if (number.Length is < 2 or > MostDigits + 1 || number[0] != '+' || number[1] == '0')
            return false;
        for (int i = 1; i < number.Length; i++)
        {
            uint digit = (uint)(number[i] - '0');
            if (digit > 9)
                return false;
            packed = (packed * 10) + digit;
        }
        return true;
    }

    /// <summary>Where the number is, or would be; zero is no number and marks a free place.</summary>
    private int PlaceOf(ulong packed)
    {
        int mask = _numbers.Length - 1;
        // Neighbouring numbers are spread by the golden ratio's bits (Knuth, The Art of Computer Programming, 6.4).
        int place = (int)((packed * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (_numbers[place] != 0 && _numbers[place] != packed)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        (ulong[] numbers, int[] values) = (_numbers, _values);
        _numbers = new ulong[numbers.Length * 2];
        _values = new int[numbers.Length * 2];
        for (int i = 0; i < numbers.Length; i++)
            if (numbers[i] != 0)
            {
                int place = PlaceOf(numbers[i]);
                _numbers[place] = numbers[i];
                _values[place] = values[i];
            }
    }
}

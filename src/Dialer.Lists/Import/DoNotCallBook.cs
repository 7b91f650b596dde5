namespace Dialer.Lists.Import;

/// <summary>The numbers that an import refuses because they are on a do-not-call list.</summary>
public sealed class DoNotCallBook
{
    private readonly Dictionary<string, bool> _bindsPerson = new(StringComparer.Ordinal);

    /// <param name="files">Null: none.</param>
    /// <param name="known">Numbers that are on the list already, whoever put them there.</param>
    public static DoNotCallBook Of(DoNotCallBook? files, IEnumerable<string> known)
    {
        var book = new DoNotCallBook();
        foreach (var (number, binds) in files?._bindsPerson ?? [])
            book._bindsPerson[number] = binds;
        book.Add(known, bindsPerson: false);
        return book;
    }

    /// <param name="numbers">E.164.</param>
    /// <param name="bindsPerson">The company's own list: whoever has the number is not called on another one either. False: a national register, of numbers.</param>
    public void Add(IEnumerable<string> numbers, bool bindsPerson)
    {
        foreach (string number in numbers)
            _bindsPerson[number] = bindsPerson || _bindsPerson.GetValueOrDefault(number);
    }

    public bool Contains(string number) => _bindsPerson.ContainsKey(number);

    public bool BindsPerson(string number) => _bindsPerson.GetValueOrDefault(number);
}

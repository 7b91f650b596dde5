using Dialer.Core.Leads;

namespace Dialer.Lists.Import;

/// <summary>The numbers that an import refuses because they are on a do-not-call list.</summary>
public sealed class DoNotCallBook
{
    private const int OfNumber = 0, OfPerson = 1;

    private readonly NumberTable _binds = new();
    private readonly DoNotCallBook? _files;

    public DoNotCallBook()
    {
    }

    private readonly Func<string, bool>? _isErased;

    private DoNotCallBook(DoNotCallBook? files, Func<string, bool>? isErased) => (_files, _isErased) = (files, isErased);

    /// <param name="files">Null: none.</param>
    /// <param name="known">Numbers that are on the list already, whoever put them there.</param>
    /// <param name="isErased">Did whoever had the number ask to be forgotten?</param>
    public static DoNotCallBook Of(DoNotCallBook? files, IEnumerable<string> known, Func<string, bool>? isErased = null)
    {
        var book = new DoNotCallBook(files, isErased);
        book.Add(known, bindsPerson: false);
        return book;
    }

    /// <param name="numbers">E.164.</param>
    /// <param name="bindsPerson">The company's own list: whoever has the number is not called on another one either. False: a national register, of numbers.</param>
    public void Add(IEnumerable<string> numbers, bool bindsPerson)
    {
        foreach (string number in numbers)
            if (bindsPerson || !_binds.Contains(number))
                _binds.Set(number, bindsPerson ? OfPerson : OfNumber);
    }

    public bool Contains(string number) => _binds.Contains(number) || _files?.Contains(number) == true;

    public bool BindsPerson(string number) => (_binds.TryGet(number, out int binds) && binds == OfPerson) || _files?.BindsPerson(number) == true;

    public bool IsErased(string number) => _isErased?.Invoke(number) == true;
}

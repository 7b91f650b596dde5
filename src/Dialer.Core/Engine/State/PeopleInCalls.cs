using System.Runtime.InteropServices;
using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Core.Engine.State;

/// <summary>
/// Who is being called, talks with us, or was and what came of it is not known yet: by number and by person, over all
/// campaigns and queues. Nobody is rung while they stand here: they would hear two of us, or be called while their
/// objection is still being written down.
/// </summary>
internal sealed class PeopleInCalls
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<PersonId, int> _persons = [];

    public int Count => _numbers.Count;

    /// <summary>All numbers of the lead: whoever is called on one of them is not called on another meanwhile.</summary>
    public void Add(HopperLead lead)
    {
        for (int i = 0; i < lead.Phones.Count; i++)
            Add(lead.Phones[i].Number);
        Add(lead.Person);
    }

    public void Remove(HopperLead lead)
    {
        for (int i = 0; i < lead.Phones.Count; i++)
            Remove(lead.Phones[i].Number);
        Remove(lead.Person);
    }

    /// <param name="number">Empty: a caller who shows none.</param>
    public void Add(string number)
    {
        if (number.Length > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_numbers, number, out _)++;
    }

    public void Remove(string number)
    {
        if (number.Length > 0 && --CollectionsMarshal.GetValueRefOrAddDefault(_numbers, number, out _) <= 0)
            _numbers.Remove(number);
    }

    public void Add(PersonId person)
    {
        if (person.Value != 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_persons, person, out _)++;
    }

    public void Remove(PersonId person)
    {
        if (person.Value != 0 && --CollectionsMarshal.GetValueRefOrAddDefault(_persons, person, out _) <= 0)
            _persons.Remove(person);
    }

    /// <summary>Is the lead's person, by any of the numbers?</summary>
    public bool Contains(HopperLead lead)
    {
        if (lead.Person.Value != 0 && _persons.ContainsKey(lead.Person))
            return true;
        for (int i = 0; i < lead.Phones.Count; i++)
            if (_numbers.ContainsKey(lead.Phones[i].Number))
                return true;
        return false;
    }
}

using System.Reflection;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Access;

/// <summary>What somebody sends is named field by field: no use case takes a row as it would be stored, in which whoever asks could set what is not theirs to set.</summary>
public sealed class NoRowIsTakenTests
{
    [Fact]
    public async Task No_use_case_takes_a_row_of_the_database_from_whoever_asks()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        var rows = db.Model.GetEntityTypes().Select(e => e.ClrType).ToHashSet();
        var taken = (from type in typeof(Actor).Assembly.GetExportedTypes()
                     where type is { IsClass: true, IsSealed: true, IsAbstract: false } && type.Namespace != typeof(Change).Namespace
                     from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                     where method.GetParameters().Any(p => p.ParameterType == typeof(Actor))
                     from parameter in method.GetParameters()
                     from part in Parts(parameter.ParameterType, [])
                     select (Use: $"{type.Name}.{method.Name}", Part: part)).ToList();
        Assert.Contains(taken, t => t.Part == typeof(Core.Connections.LinkedApp)); // A part of a part of what is sent is looked at, too.
        Assert.Equal([], taken.Where(t => rows.Contains(t.Part)).Select(t => $"{t.Use} takes {t.Part.Name}").Distinct());
    }

    /// <summary>A type, what it is made of and what those are made of, as far as they are ours.</summary>
    private static HashSet<Type> Parts(Type type, HashSet<Type> known)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return known; // Code of our own, which nobody sends.
        }

        foreach (var of in type.GetGenericArguments().Append(type.GetElementType()).OfType<Type>())
        {
            Parts(of, known);
        }

        if (type.Assembly == typeof(Actor).Assembly && known.Add(type))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Parts(property.PropertyType, known);
            }
        }

        return known;
    }
}
